-- The buckets that wait to be computed: days and longer ones first, because they are few and cards show them, then the newest.
SELECT w.indicator, w.grain, w.bucket_at
FROM val.waiting AS w
ORDER BY w.grain IN ('5min', 'hour'), w.bucket_at DESC, w.indicator, w.grain
LIMIT %(limit)s;
