-- For how long the oldest snapshot of another session has kept row versions alive that nothing needs any more.
SELECT coalesce(extract(EPOCH FROM max(clock_timestamp() - a.xact_start)), 0)::float8 AS held_s
FROM pg_stat_activity AS a
WHERE a.datname = current_database() AND a.backend_xmin IS NOT NULL AND a.pid <> pg_backend_pid();
