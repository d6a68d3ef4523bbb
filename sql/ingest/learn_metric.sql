INSERT INTO dim.metric (metric) VALUES (%(metric)s) ON CONFLICT (metric) DO NOTHING;
