-- Tell the computation which measures changed, in steps of five minutes.
INSERT INTO roll.changed (measure, minute_at)
SELECT m.measure, s.step_at
FROM unnest(%(measures)s::text []) AS m (measure)
CROSS JOIN generate_series(%(first)s::timestamptz, %(last)s::timestamptz, %(step)s::interval) AS s (step_at);
