-- Partitions whose owner has signed lately.
SELECT stream, part FROM ing.watermark
WHERE topic_id = ANY(%(ids)s) AND seen_at > clock_timestamp() - interval '10 seconds';
