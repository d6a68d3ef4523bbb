INSERT INTO ing.dirty (family, measure, minute_at)
SELECT %(family)s, m.measure, m.minute_at
FROM unnest(%(measures)s::text[], %(minutes)s::timestamptz[]) AS m (measure, minute_at);
