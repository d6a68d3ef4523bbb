-- One at a time, and not what another one has just dropped.
SELECT pg_advisory_xact_lock(715202), to_regclass(%(chunk)s) IS NOT NULL AS there;
