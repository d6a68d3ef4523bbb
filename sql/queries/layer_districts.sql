-- The newest value of the chosen indicator for each area that the map colours.
SELECT
    v.subject AS id, v.value, v.numerator, v.denominator, v.status, v.reason, v.detail, v.period_end_at,
    v.data_until_at AS observed_at
FROM val.latest AS v
WHERE
    v.indicator = %(indicator)s AND v.subject_kind = 'area' AND v.grain = %(grain)s
    AND v.subject = any(%(areas)s)
LIMIT 1000;
