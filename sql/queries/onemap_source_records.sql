-- The newest raw readings of one source, within a short window on time.
SELECT r.observed_at, m.metric, m.unit, r.value, r.quality
FROM raw.reading AS r
INNER JOIN dim.metric AS m ON r.metric_no = m.metric_no
WHERE r.observed_at > %(since)s AND r.observed_at <= %(now)s + INTERVAL '1 minute' AND r.source_no = %(source_no)s
ORDER BY r.observed_at DESC
LIMIT 8;
