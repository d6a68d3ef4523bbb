-- What was computed anew from raw holds these rows already: the snapshot of both is the same.
DELETE FROM ing.delta AS d
USING dim.metric AS m
WHERE m.metric_no = d.metric_no AND m.metric = ANY(%(metrics)s) AND (d.source_no <> 0) = %(by_source)s
    AND d.bucket_at >= %(first)s AND d.bucket_at < %(until)s;
