INSERT INTO raw.reading_extra (observed_at, event_hash, lon, lat, area_id, extra)
VALUES (%(observed_at)s, %(event_hash)s, %(lon)s, %(lat)s, %(area_id)s, %(extra)s)
ON CONFLICT (observed_at, event_hash) DO NOTHING;
