-- Marks and deltas that the refresh has not folded yet and that need the rows of this span; readings are needed by the hour and
-- by the 24 hours after them (running means), so a mark a day later still holds the chunk.
SELECT count(*) AS marks_n, min(at) AS at
FROM (
    SELECT minute_at AS at FROM ing.dirty
    WHERE family = %(family)s AND minute_at >= %(from_at)s AND minute_at < %(to_at)s::timestamptz + INTERVAL '1 day'
    UNION ALL
    SELECT bucket_at FROM ing.delta
    WHERE %(family)s = 'iot.reading' AND bucket_at >= %(from_at)s AND bucket_at < %(to_at)s::timestamptz + INTERVAL '1 day'
    UNION ALL
    SELECT bucket_at FROM roll.waiting
    WHERE bucket_at >= %(from_at)s AND bucket_at < %(to_at)s::timestamptz + INTERVAL '1 day'
) AS pending;
