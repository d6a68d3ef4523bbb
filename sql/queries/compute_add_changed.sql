-- Tell the computation what was added.
INSERT INTO roll.changed (measure, minute_at)
SELECT CASE WHEN %(by_source)s THEN 'source:' ELSE '' END || m.metric, c.bucket_at
FROM unnest(%(metric_no)s::smallint [], %(bucket_at)s::timestamptz []) AS c (metric_no, bucket_at)
INNER JOIN dim.metric AS m ON m.metric_no = c.metric_no;
