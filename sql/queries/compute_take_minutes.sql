-- Take what the ingest adds by area and minute, joined to one row a bucket.
WITH taken AS (
    DELETE FROM ing.delta
    WHERE ctid = ANY(ARRAY(SELECT d.ctid FROM ing.delta AS d WHERE d.source_no = 0 LIMIT %(limit)s))
    RETURNING bucket_at, metric_no, area_no, n, sum, min, max, last, last_at
),

joined AS (
    SELECT
        t.bucket_at, t.metric_no, t.area_no, sum(t.n)::bigint AS n, sum(t.sum) AS sum, min(t.min) AS min, max(t.max) AS max,
        last(t.last, t.last_at) AS last, max(t.last_at) AS last_at, count(*) AS deltas_n
    FROM taken AS t
    GROUP BY 1, 2, 3
),

staged AS (
    INSERT INTO added (bucket_at, measure, area_id, dim, n, sum, min, max, last, last_at)
    SELECT j.bucket_at, m.metric, coalesce(a.area_id, ''), '', j.n, j.sum, j.min, j.max, j.last, j.last_at
    FROM joined AS j
    INNER JOIN dim.metric AS m ON m.metric_no = j.metric_no
    LEFT JOIN dim.area AS a ON a.area_no = j.area_no
)

SELECT coalesce(sum(deltas_n), 0)::bigint AS n FROM joined;
