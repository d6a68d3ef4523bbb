-- Tickets past their time limit at a moment, the oldest first: those still open, and for a past moment those closed since.
WITH late AS (
    SELECT * FROM state.ticket
    WHERE closed_at IS NULL AND cancelled_at IS NULL AND due_at < %(at)s AND coalesce(accepted_at, reported_at) <= %(at)s
    UNION ALL
    SELECT * FROM state.ticket
    WHERE closed_at > %(at)s AND due_at < %(at)s AND coalesce(accepted_at, reported_at) <= %(at)s
)

SELECT
    late.ticket_id, late.category, late.department, late.area_id, late.due_at, late.accepted_at, late.state,
    count(*) OVER () AS late_n,
    count(*) FILTER (WHERE late.accepted_at IS NOT NULL AND state.is_hotline(late.channel)) OVER () AS hotline_n,
    count(*) OVER (PARTITION BY late.department) AS department_n
FROM late
INNER JOIN dim.area_path AS path ON late.area_id = path.area_id AND path.ancestor_id = %(area)s
ORDER BY late.due_at, late.ticket_id
LIMIT %(rows)s;
