-- The ledger of every partition, as the contract names it; a re-created topic keeps its old rows beside the new.
SELECT
    stream AS topic, part AS partition, first_offset, next_offset, rows_n AS rows, dead_n AS dead_letters,
    duplicates_n AS duplicates, gaps_n AS gaps
FROM ing.stream_offset
ORDER BY stream, part, topic_id;
