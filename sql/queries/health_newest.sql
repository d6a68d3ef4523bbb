-- When anything last arrived, and whether the ledger adds up.
SELECT
    max(updated_at) FILTER (WHERE next_offset > first_offset) AS arrived_at,
    max(newest_observed_at) AS observed_at,
    coalesce(bool_and(rows_n + dead_n + duplicates_n + gaps_n = next_offset - first_offset), TRUE) AS exact
FROM ing.stream_offset;
