-- A ticket goes on from where it stood: what its fold must remember, and the rules it was folded by.
ALTER TABLE state.ticket
ADD COLUMN paused_at timestamptz,                    -- a pause that has not ended
ADD COLUMN fold_no smallint NOT NULL DEFAULT 0;      -- 0: folded by older rules, so anew at the next step
-- Repeat calls stand apart, because the call of one ticket decides about others that other workers hold.
CREATE TABLE state.repeat (ticket_id text PRIMARY KEY);
INSERT INTO state.repeat (ticket_id) SELECT ticket_id FROM state.ticket WHERE repeats;
ALTER TABLE state.ticket DROP COLUMN repeats;
-- Room on the page, and no index that moves with every step: most steps touch no index at all.
ALTER TABLE state.ticket SET (fillfactor = 70);
DROP INDEX state.ticket_open;
DROP INDEX state.ticket_accepted;
DROP INDEX state.ticket_due;
DROP INDEX state.ticket_closed;
DROP INDEX state.ticket_visited;
DROP INDEX state.ticket_dispatched;
DROP INDEX state.ticket_caller;
CREATE INDEX ticket_accepted ON state.ticket (accepted_at) WHERE accepted_at IS NOT NULL;
CREATE INDEX ticket_due ON state.ticket (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX ticket_closed ON state.ticket (closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX ticket_cancelled ON state.ticket (cancelled_at) WHERE cancelled_at IS NOT NULL;
CREATE INDEX ticket_visited ON state.ticket (visited_at) WHERE visited_at IS NOT NULL;
CREATE INDEX ticket_dispatched ON state.ticket (first_dispatched_at) WHERE first_dispatched_at IS NOT NULL;
CREATE INDEX ticket_open ON state.ticket (due_at) WHERE closed_at IS NULL AND cancelled_at IS NULL;
CREATE INDEX ticket_caller ON state.ticket (caller_hash, accepted_at) WHERE caller_hash IS NOT NULL AND accepted_at IS NOT NULL;
