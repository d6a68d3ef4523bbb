-- The newest time of each of these series; none when nothing was ever read.
SELECT
    l.source_no::bigint << 16 | l.metric_no AS series,
    (extract(EPOCH FROM l.observed_at) * 1000000)::bigint AS at_us
FROM unnest(%(source_no)s::int [], %(metric_no)s::smallint []) AS s (source_no, metric_no)
INNER JOIN state.latest AS l ON s.source_no = l.source_no AND s.metric_no = l.metric_no;
