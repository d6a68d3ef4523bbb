-- Held until the commit. The number names this lock in the whole database.
SELECT pg_advisory_xact_lock(7351001);
