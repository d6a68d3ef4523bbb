-- Buckets whose fold waited: those that have ended, and the open ones when it is their turn.
DELETE FROM roll.waiting
WHERE %(open_too)s OR bucket_at + CASE grain WHEN 'day' THEN INTERVAL '1 day' ELSE INTERVAL '1 hour' END <= %(now)s
RETURNING grain, bucket_at, measure;
