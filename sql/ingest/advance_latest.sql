-- Newer values of series whose newest time is the expected one (-infinity: none yet). Answers the series where it was, nothing when
-- it was in all of them. One array: no join to plan.
WITH given AS (
    SELECT s.source_no, s.metric_no, s.observed_at, s.value, s.quality, s.previous_at
    FROM
        unnest(
            %(source_no)s::int [], %(metric_no)s::smallint [], %(observed_at)s::timestamptz [], %(value)s::float8 [],
            %(quality)s::smallint [], %(previous_at)s::timestamptz []
        ) AS s (source_no, metric_no, observed_at, value, quality, previous_at)
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

SELECT
    CASE
        WHEN count(*) < cardinality(%(source_no)s::int [])
            THEN coalesce(array_agg(d.source_no::bigint << 16 | d.metric_no), '{}')
    END AS series
FROM done AS d;
