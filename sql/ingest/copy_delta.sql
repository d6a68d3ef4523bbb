COPY ing.delta (bucket_at, last_at, sum, min, max, last, n, area_no, source_no, metric_no) FROM STDIN (FORMAT binary); -- noqa: PRS
