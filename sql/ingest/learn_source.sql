-- A source met for the first time; the first position of an unregistered one is remembered.
INSERT INTO dim.source AS s (source_id, kind, lon, lat, area_id)
VALUES (%(source_id)s, %(kind)s, %(lon)s, %(lat)s, %(area_id)s)
ON CONFLICT (source_id) DO UPDATE
    SET lon = excluded.lon, lat = excluded.lat, area_id = excluded.area_id
    WHERE s.lon IS NULL AND NOT s.registered AND excluded.lon IS NOT NULL;
