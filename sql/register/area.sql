INSERT INTO dim.area (area_id, level, parent_id, name_zh, name_en, population)
VALUES (%(code)s, %(level)s, %(parent)s, %(name_zh)s, %(name_en)s, %(population)s)
ON CONFLICT (area_id) DO UPDATE
SET level = excluded.level, parent_id = excluded.parent_id, name_zh = excluded.name_zh,
    name_en = excluded.name_en, population = excluded.population;
