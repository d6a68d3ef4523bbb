-- Sources that left the pack are no longer expected to report.
UPDATE dim.source SET in_service_until_at = clock_timestamp(), registered = FALSE
WHERE registered AND in_service_until_at IS NULL AND NOT (source_id = ANY(%(known)s));
