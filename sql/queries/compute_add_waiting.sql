INSERT INTO val.waiting (indicator, grain, bucket_at)
SELECT * FROM unnest(%(codes)s::text [], %(grains)s::text [], %(buckets)s::timestamptz [])
ON CONFLICT DO NOTHING;
