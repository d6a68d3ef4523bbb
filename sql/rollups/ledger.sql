-- The ingest's own ledger by minute of arrival and stream; events that cannot have a place (reports) are not judged by it.
-- family: ledger
-- measures: ledger_rows ledger_dead ledger_duplicates ledger_located ledger_unlocated
-- grain: minute
SELECT
    date_trunc('minute', i.minute_at) AS bucket_at, part.measure, '' AS area_id, i.stream AS dim,
    count(*) AS n, sum(part.records)::float8 AS sum, min(part.records)::float8 AS min, max(part.records)::float8 AS max,
    last(part.records, i.minute_at)::float8 AS last, max(i.minute_at) AS last_at
FROM ing.minute AS i
CROSS JOIN LATERAL (VALUES
    ('ledger_rows', i.rows_n), ('ledger_dead', i.dead_n), ('ledger_duplicates', i.duplicates_n),
    ('ledger_located', i.located_n), ('ledger_unlocated', i.unlocated_n)
) AS part (measure, records)
WHERE i.minute_at >= %(first)s AND i.minute_at < %(until)s
    AND (i.stream <> 'stats.report' OR part.measure NOT LIKE 'ledger_%%located')
GROUP BY 1, 2, 4;
