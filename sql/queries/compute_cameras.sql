-- Cameras in service during each bucket. One registered later than it was first heard counts from when it was heard.
SELECT
    b.no, 'registered' AS measure, s.area_id, s.source_id AS dim, 1 AS n, NULL::float8 AS sum,
    NULL::float8 AS min, NULL::float8 AS max, NULL::float8 AS last, NULL::timestamptz AS last_at
FROM unnest(%(no)s::int [], %(from)s::timestamptz [], %(until)s::timestamptz []) AS b (no, first_at, until_at)
INNER JOIN dim.source AS s
    ON s.in_service_from_at < b.until_at AND (s.in_service_until_at IS NULL OR s.in_service_until_at > b.first_at)
WHERE s.kind = 'camera' AND s.registered;
