SELECT
    ticket_id, reported_at, accepted_at, first_dispatched_at, dispatched_at, first_returned_at, handled_at,
    checked_at, closed_at, cancelled_at, due_at, visited_at
FROM state.ticket
WHERE ticket_id = any(%(ids)s)
ORDER BY ticket_id
FOR UPDATE;
