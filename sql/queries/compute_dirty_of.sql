-- What exactly is dirty in one group of marks.
SELECT array_agg(DISTINCT measure) AS measures, min(minute_at) AS first_at, max(minute_at) + INTERVAL '1 minute' AS until_at
FROM ing.dirty
WHERE family = %(family)s AND minute_at >= %(from_at)s AND minute_at < %(to_at)s;
