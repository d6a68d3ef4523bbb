-- Newer values of series whose newest time is the expected one; answers the series where it was. One array: no join to plan.
WITH given AS (
    SELECT
        s.source_no, s.metric_no, s.value, s.quality,
        'epoch'::timestamptz + s.at_us * interval '1 microsecond' AS observed_at,
        'epoch'::timestamptz + s.expected_us * interval '1 microsecond' AS previous_at
    FROM
        unnest(
            %(source_no)s::int [], %(metric_no)s::smallint [], %(at_us)s::bigint [], %(value)s::float8 [],
            %(quality)s::smallint [], %(expected_us)s::bigint []
        ) AS s (source_no, metric_no, at_us, value, quality, expected_us)
),

done AS (
    INSERT INTO state.latest AS l (source_no, metric_no, observed_at, value, quality, previous_at)
    SELECT g.source_no, g.metric_no, g.observed_at, g.value, g.quality, g.previous_at
    FROM given AS g
    ORDER BY g.source_no, g.metric_no
    ON CONFLICT (source_no, metric_no) DO UPDATE
        SET
            observed_at = excluded.observed_at, value = excluded.value, quality = excluded.quality,
            received_at = excluded.received_at, previous_at = excluded.previous_at
        WHERE l.observed_at = excluded.previous_at
    RETURNING source_no, metric_no
)

SELECT coalesce(array_agg(d.source_no::bigint << 16 | d.metric_no), '{}') AS series FROM done AS d;
