SELECT source_id, source_no, lon, lat, area_id, registered
FROM dim.source
WHERE %(names)s::text[] IS NULL OR source_id = any(%(names)s);
