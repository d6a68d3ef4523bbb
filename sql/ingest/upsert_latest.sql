INSERT INTO state.latest AS l (source_no, metric_no, observed_at, value, quality)
SELECT s.source_no, s.metric_no, s.observed_at, s.value, s.quality
FROM
    unnest(
        %(source_no)s::int [], %(metric_no)s::smallint [], %(observed_at)s::timestamptz [], %(value)s::float8 [],
        %(quality)s::smallint []
    ) AS s (source_no, metric_no, observed_at, value, quality)
ORDER BY s.source_no, s.metric_no
ON CONFLICT (source_no, metric_no) DO UPDATE
    SET
        observed_at = excluded.observed_at, value = excluded.value, quality = excluded.quality,
        received_at = excluded.received_at
    WHERE l.observed_at <= excluded.observed_at;
