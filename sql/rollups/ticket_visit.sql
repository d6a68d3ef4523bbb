-- Valid follow-up visits (有效回访: a result that says whether the department made contact) and what was said.
-- family: hotline.ticket
-- measures: visit_valid visit_satisfied visit_basic visit_solved visit_contacted
-- grain: minute
SELECT
    date_trunc('minute', t.visited_at) AS bucket_at, fact.measure, t.area_id, coalesce(t.department, '') AS dim,
    count(*) AS n, count(*)::float8 AS sum, 1::float8 AS min, 1::float8 AS max, 1::float8 AS last, max(t.visited_at) AS last_at
FROM state.ticket AS t
CROSS JOIN LATERAL (VALUES
    ('visit_valid', TRUE), ('visit_contacted', t.contacted), ('visit_solved', t.solved),
    ('visit_satisfied', t.satisfaction IN ('satisfied', '满意', '非常满意')),
    ('visit_basic', t.satisfaction IN ('basic', '基本满意'))
) AS fact (measure, holds)
WHERE t.visited_at >= %(first)s AND t.visited_at < %(until)s AND t.contacted IS NOT NULL AND fact.holds
    AND 'hotline' = ANY(roll.ticket_scopes(t.channel, t.category, t.origin_event_id, %(urban)s))
GROUP BY 1, 2, 3, 4;
