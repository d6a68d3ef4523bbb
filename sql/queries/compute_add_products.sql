-- What is made of several metrics, or device by device, does not add: its minutes are made anew.
INSERT INTO ing.dirty (family, measure, minute_at)
SELECT %(family)s::text, m.metric, c.bucket_at
FROM unnest(%(metric_no)s::smallint [], %(bucket_at)s::timestamptz []) AS c (metric_no, bucket_at)
INNER JOIN dim.metric AS m ON m.metric_no = c.metric_no
WHERE m.metric = ANY(%(metrics)s);
