-- Three years behind each daily number of the city and its districts, three months behind each hourly one.
INSERT INTO val.value
SELECT
    l.indicator, l.subject_kind, l.subject, l.grain, l.period_start_at - p.back, l.period_end_at - p.back,
    l.value + sin(p.k), l.numerator, l.denominator, l.status, l.reason, l.detail, l.definition, l.period_end_at - p.back, l.data_until_at
FROM val.latest AS l
CROSS JOIN LATERAL (
    SELECT k, k * CASE l.grain WHEN 'day' THEN INTERVAL '1 day' ELSE INTERVAL '1 hour' END AS back
    FROM generate_series(CASE l.grain WHEN 'day' THEN 5 ELSE 120 END, CASE l.grain WHEN 'day' THEN 1095 ELSE 2160 END) AS k
) AS p
WHERE l.subject_kind = 'area' AND l.subject = any(%(subjects)s) AND l.grain IN ('day', 'hour')
ON CONFLICT DO NOTHING;
