INSERT INTO ing.delta_batch (
    by_source, deltas_n, bucket_at, last_at, sum, min, max, last, n, area_no, source_no, metric_no
)
VALUES (
    %(by_source)s, %(deltas_n)s, %(bucket_at)s::timestamptz [], %(last_at)s::timestamptz [], %(sum)s::float8 [],
    %(min)s::float8 [], %(max)s::float8 [], %(last)s::float8 [], %(n)s::int [], %(area_no)s::int [],
    %(source_no)s::int [], %(metric_no)s::smallint []
);
