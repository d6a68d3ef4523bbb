-- The newest observed time of each stream.
SELECT stream, max(newest_observed_at) AS newest_at FROM ing.stream_offset GROUP BY 1;
