INSERT INTO dim.metric (metric, unit, stamped_at_end, registered)
VALUES (%(code)s, %(unit)s, %(stamped_at_end)s, TRUE)
ON CONFLICT (metric) DO UPDATE
SET unit = excluded.unit, stamped_at_end = excluded.stamped_at_end, registered = TRUE;
