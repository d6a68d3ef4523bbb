-- The normal band of some series: first and last decile of the same hour of the same weekday, and of the same hour of any day.
WITH known AS (
    SELECT DISTINCT ON (indicator, period_start_at)
        indicator, period_start_at, value
    FROM val.value
    WHERE
        indicator = any(%(codes)s::text[]) AND grain = %(grain)s
        AND subject_kind = %(subject_kind)s AND subject = %(subject)s
        AND period_start_at >= %(since)s AND period_start_at < %(until)s
        AND known_at <= %(as_of)s
    ORDER BY indicator, period_start_at, known_at DESC
),

placed AS (
    SELECT
        indicator, value,
        extract(ISODOW FROM period_start_at AT TIME ZONE %(zone)s)::int AS weekday,
        extract(HOUR FROM period_start_at AT TIME ZONE %(zone)s)::int AS hour
    FROM known
    WHERE value IS NOT NULL
)

SELECT
    indicator, weekday, hour, count(*) AS n,
    percentile_cont(0.1) WITHIN GROUP (ORDER BY value) AS low,
    percentile_cont(0.9) WITHIN GROUP (ORDER BY value) AS high
FROM placed
GROUP BY GROUPING SETS ((indicator, weekday, hour), (indicator, hour));
