-- Alarms and incidents that were reported in the last 24 hours, by five minutes.
SELECT
    date_bin('5 minutes', t.accepted_at, TIMESTAMPTZ '2000-01-01 00:00:00+00') AS bucket_at, count(*) AS n,
    bool_or(t.category LIKE 'incident.%%') AS grave
FROM state.ticket AS t
WHERE t.accepted_at >= %(since)s AND t.accepted_at <= %(now)s AND t.category = any(%(categories)s)
GROUP BY bucket_at
ORDER BY bucket_at;
