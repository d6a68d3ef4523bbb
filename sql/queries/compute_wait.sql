INSERT INTO roll.waiting SELECT %(grain)s, %(bucket)s, unnest(%(measures)s::text []) ON CONFLICT DO NOTHING;
