-- Chunks of one table that end by the given time, the oldest first.
SELECT format('%%I.%%I', chunk_schema, chunk_name) AS name, range_start AS from_at, range_end AS to_at
FROM timescaledb_information.chunks
WHERE format('%%s.%%s', hypertable_schema, hypertable_name) = %(table)s AND range_end <= %(until_at)s
ORDER BY range_start;
