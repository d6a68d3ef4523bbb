-- Video events back from now, 2,400 a day.
INSERT INTO raw.video_event (observed_at, event_id, camera_id, event_type, confidence, lon, lat, area_id, snapshot, part, record_offset)
SELECT
    %(now)s::timestamptz - e.k * INTERVAL '36 seconds', 'bench-' || e.k, c.source_id,
    (%(types)s::text [])[1 + mod(e.k * 7919, cardinality(%(types)s::text []))], 0.9, c.lon, c.lat, c.area_id,
    'snapshots/' || e.k || '.jpg', 0, 0
FROM (
    SELECT k, 1 + mod(k * 104729, pool.cameras_n) AS camera_no
    FROM generate_series(1, %(events)s::bigint) AS k
    CROSS JOIN (SELECT count(*) AS cameras_n FROM dim.source WHERE kind = 'camera') AS pool
) AS e
INNER JOIN (
    SELECT row_number() OVER () AS no, s.source_id, s.lon, s.lat, s.area_id FROM dim.source AS s WHERE s.kind = 'camera'
) AS c ON e.camera_no = c.no;
