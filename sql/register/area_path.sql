INSERT INTO dim.area_path (ancestor_id, area_id) VALUES (%(ancestor_id)s, %(area_id)s) ON CONFLICT DO NOTHING;
