-- A row to lock for each ticket met for the first time; the fold in the same transaction fills it.
INSERT INTO state.ticket (ticket_id, state, last_step_at)
SELECT
    t.ticket_id,
    'reported' AS state,
    '-infinity' AS last_step_at
FROM unnest(%(ids)s::text[]) AS t (ticket_id)
ORDER BY t.ticket_id
ON CONFLICT (ticket_id) DO NOTHING;
