-- Dead letters are work: what is asked of them is a row here, carried out by the command line or by a worker, and kept as the record
-- of who did what and why. A replayed letter is a row or a duplicate now; the ledger counts only open and discarded ones.
CREATE TABLE ing.work (
    work_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    action text NOT NULL CHECK (action IN ('replay', 'discard', 'rewind', 'pause', 'resume')),
    who text NOT NULL,
    why text NOT NULL DEFAULT '',
    asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Which letters: what is NULL does not matter.
    stream text,
    part integer,
    record_offset bigint,
    reason text,
    source_id text,
    from_at timestamptz,
    to_at timestamptz,
    state text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'running', 'done', 'failed')),
    owner text,
    touched_at timestamptz,
    done_at timestamptz,
    letters_n bigint NOT NULL DEFAULT 0,
    rows_n bigint NOT NULL DEFAULT 0,
    duplicates_n bigint NOT NULL DEFAULT 0,
    still_dead_n bigint NOT NULL DEFAULT 0,
    unreadable_n bigint NOT NULL DEFAULT 0,
    said text NOT NULL DEFAULT '',
    CHECK (action NOT IN ('discard', 'pause') OR why <> '')
);
CREATE INDEX work_open ON ing.work (work_no) WHERE state IN ('asked', 'running');
ALTER TABLE ing.dead_letter
    ADD COLUMN tried_n integer NOT NULL DEFAULT 0,
    ADD COLUMN settled_at timestamptz,
    ADD COLUMN work_no bigint,
    ADD CHECK (status IN ('open', 'replayed', 'discarded'));
CREATE INDEX dead_letter_open ON ing.dead_letter (dead_at DESC) WHERE status = 'open';
CREATE INDEX dead_letter_source ON ing.dead_letter (source_id, dead_at DESC) WHERE source_id IS NOT NULL;
-- A stream that stands still because too much of it was bad, or because a person said so. Released: it may go on.
CREATE TABLE ing.pause (
    stream text PRIMARY KEY,
    sentence text NOT NULL,
    who text NOT NULL,
    paused_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    released_at timestamptz,
    released_by text
);
-- A span of a partition read once more beside the running workers: the ledger does not move, because each record is counted there
-- already. This row has a ledger of its own, and a killed rewind goes on from next_offset.
CREATE TABLE ing.rewind (
    work_no bigint NOT NULL REFERENCES ing.work,
    stream text NOT NULL,
    topic_id text NOT NULL,
    part integer NOT NULL,
    first_offset bigint NOT NULL,
    next_offset bigint NOT NULL,
    until_offset bigint NOT NULL,
    rows_n bigint NOT NULL DEFAULT 0,
    repeated_n bigint NOT NULL DEFAULT 0,
    dead_n bigint NOT NULL DEFAULT 0,
    gaps_n bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (work_no, stream, topic_id, part),
    CHECK (rows_n + repeated_n + dead_n + gaps_n = next_offset - first_offset)
);
-- Raw rows that retention dropped, so that the audit still adds up. part -1: a table that keeps no partition.
CREATE TABLE ing.dropped (
    stream text NOT NULL,
    part integer NOT NULL,
    rows_n bigint NOT NULL,
    until_at timestamptz NOT NULL,
    dropped_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (stream, part)
);
-- Curiosities by source as well: who sends what nobody registered.
ALTER TABLE ing.curiosity ADD COLUMN source_id text NOT NULL DEFAULT '';
ALTER TABLE ing.curiosity DROP CONSTRAINT curiosity_pkey;
ALTER TABLE ing.curiosity ADD PRIMARY KEY (stream, kind, name, source_id);
