-- The newest steps of one ticket; no text of the caller leaves the database here.
SELECT s.step_at, s.step, s.department, s.reason
FROM raw.ticket_step AS s
WHERE s.ticket_id = %(id)s
ORDER BY s.step_at DESC
LIMIT 12;
