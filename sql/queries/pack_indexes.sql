-- Indexes of a table's chunks that ended by the given time and are not packed yet (fillfactor 100 is the mark), and what a
-- packing that was cut short left behind.
SELECT
    format('%%I.%%I', i.schemaname, i.indexrelname) AS name,
    format('%%I.%%I', i.schemaname, i.relname) AS chunk,
    NOT x.indisvalid AS broken,
    pg_relation_size(i.indexrelid) AS bytes_n
FROM timescaledb_information.chunks AS c
INNER JOIN pg_stat_all_indexes AS i ON c.chunk_schema = i.schemaname AND c.chunk_name = i.relname
INNER JOIN pg_index AS x ON i.indexrelid = x.indexrelid
INNER JOIN pg_class AS k ON i.indexrelid = k.oid
WHERE
    format('%%s.%%s', c.hypertable_schema, c.hypertable_name) = %(table)s AND c.range_end <= %(until_at)s
    AND NOT coalesce('fillfactor=100' = ANY(k.reloptions), FALSE)
ORDER BY c.range_start;
