-- What is made of several metrics, or device by device, does not add: its minutes are made anew.
INSERT INTO ing.dirty (family, measure, minute_at)
SELECT DISTINCT %(family)s::text, a.measure, a.bucket_at
FROM added AS a
WHERE a.measure = ANY(%(metrics)s);
