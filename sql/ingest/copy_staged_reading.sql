COPY staged_reading (place, observed_at, value, event_hash, source_no, metric_no, quality) FROM STDIN (FORMAT binary); -- noqa: PRS
