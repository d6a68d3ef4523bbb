-- The chosen indicator for each area that the map colours, all in one period: the newest one that began by `settled`
-- (a day that is an hour old says nothing yet), in its newest version.
WITH newest AS (
    SELECT v.* FROM val.latest AS v
    WHERE v.indicator = %(indicator)s AND v.subject_kind = 'area' AND v.grain = %(grain)s AND v.subject = any(%(areas)s)
),

shown AS (SELECT least(max(n.period_start_at), %(settled)s) AS start_at FROM newest AS n)

SELECT
    v.subject AS id, v.value, v.numerator, v.denominator, v.status, v.reason, v.detail, v.period_start_at, v.period_end_at,
    v.data_until_at AS observed_at
FROM newest AS v
INNER JOIN shown AS s ON v.period_start_at = s.start_at
UNION ALL
SELECT
    v.subject AS id, v.value, v.numerator, v.denominator, v.status, v.reason, v.detail, v.period_start_at, v.period_end_at,
    v.data_until_at AS observed_at
FROM newest AS n
INNER JOIN shown AS s ON n.period_start_at > s.start_at
CROSS JOIN LATERAL (
    SELECT o.* FROM val.value AS o
    WHERE o.indicator = n.indicator AND o.subject_kind = n.subject_kind AND o.subject = n.subject AND o.grain = n.grain
        -- Newer ones than shown are there only when `settled` is shown; as a constant it leaves one chunk to plan.
        AND o.period_start_at = %(settled)s
    ORDER BY o.known_at DESC
    LIMIT 1
) AS v
LIMIT 1000;
