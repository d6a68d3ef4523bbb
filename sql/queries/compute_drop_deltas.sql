-- What was computed anew from raw holds these rows already: the snapshot of both is the same. What else a batch adds is kept.
WITH anew AS (
    SELECT m.metric_no FROM dim.metric AS m WHERE m.metric = ANY(%(metrics)s)
),

taken AS (
    DELETE FROM ing.delta_batch AS b
    WHERE b.by_source = %(by_source)s AND EXISTS (
        SELECT FROM unnest(b.bucket_at, b.metric_no) AS d (bucket_at, metric_no)
        WHERE d.bucket_at >= %(first)s AND d.bucket_at < %(until)s AND d.metric_no IN (SELECT a.metric_no FROM anew AS a)
    )
    RETURNING bucket_at, last_at, sum, min, max, last, n, area_no, source_no, metric_no
)

INSERT INTO ing.delta_batch (
    by_source, deltas_n, bucket_at, last_at, sum, min, max, last, n, area_no, source_no, metric_no
)
SELECT
    %(by_source)s, count(*), array_agg(d.bucket_at), array_agg(d.last_at), array_agg(d.sum), array_agg(d.min), array_agg(d.max),
    array_agg(d.last), array_agg(d.n), array_agg(d.area_no), array_agg(d.source_no), array_agg(d.metric_no)
FROM taken AS t
CROSS JOIN LATERAL unnest(
    t.bucket_at, t.last_at, t.sum, t.min, t.max, t.last, t.n, t.area_no, t.source_no, t.metric_no
) AS d (bucket_at, last_at, sum, min, max, last, n, area_no, source_no, metric_no)
WHERE d.bucket_at < %(first)s OR d.bucket_at >= %(until)s OR d.metric_no NOT IN (SELECT a.metric_no FROM anew AS a)
HAVING count(*) > 0;
