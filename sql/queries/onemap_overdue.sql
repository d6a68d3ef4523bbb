-- Open hotline tickets whose limit has passed.
SELECT count(*) AS n, min(t.due_at) AS oldest_at
FROM state.ticket AS t
WHERE
    t.closed_at IS NULL AND t.cancelled_at IS NULL AND t.due_at < %(now)s AND t.accepted_at IS NOT NULL
    AND state.is_hotline(t.channel);
