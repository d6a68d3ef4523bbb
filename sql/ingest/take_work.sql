-- The oldest work nobody is at: asked for, ours, or left behind by one that said nothing for half a minute.
UPDATE ing.work AS w
SET state = 'running', owner = %(owner)s, touched_at = clock_timestamp()
FROM (
    SELECT work_no FROM ing.work
    WHERE
        state IN ('asked', 'running') AND action <> 'rewind'
        AND (state = 'asked' OR owner = %(owner)s OR touched_at < clock_timestamp() - INTERVAL '30 seconds')
    ORDER BY work_no
    LIMIT 1
    FOR UPDATE SKIP LOCKED
) AS next
WHERE w.work_no = next.work_no
RETURNING w.*;
