-- Take what the ingest adds by area and minute, or by source and hour: whole batches, the first of them at any rate.
WITH waiting AS (
    SELECT b.ctid AS place, sum(b.deltas_n) OVER (ORDER BY b.ctid) - b.deltas_n AS before_n
    FROM ing.delta_batch AS b
    WHERE b.by_source = %(by_source)s
),

taken AS (
    DELETE FROM ing.delta_batch
    WHERE ctid = ANY(ARRAY(SELECT w.place FROM waiting AS w WHERE w.before_n < %(limit)s))
    RETURNING bucket_at, last_at, sum, min, max, last, n, area_no, source_no, metric_no
)

SELECT
    array_send(t.bucket_at) AS bucket_at, array_send(t.last_at) AS last_at, array_send(t.sum) AS sum, array_send(t.min) AS min,
    array_send(t.max) AS max, array_send(t.last) AS last, array_send(t.n) AS n, array_send(t.area_no) AS area_no,
    array_send(t.source_no) AS source_no, array_send(t.metric_no) AS metric_no
FROM taken AS t;
