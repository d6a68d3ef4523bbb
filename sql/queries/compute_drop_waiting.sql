DELETE FROM val.waiting AS w
USING unnest(%(codes)s::text [], %(grains)s::text [], %(buckets)s::timestamptz []) AS d (indicator, grain, bucket_at)
WHERE w.indicator = d.indicator AND w.grain = d.grain AND w.bucket_at = d.bucket_at;
