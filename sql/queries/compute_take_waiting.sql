-- The newest buckets that wait to be computed.
SELECT w.indicator, w.grain, w.bucket_at FROM val.waiting AS w ORDER BY w.bucket_at DESC, w.indicator, w.grain LIMIT %(limit)s;
