INSERT INTO dim.source (
    source_id, kind, name_zh, name_en, lon, lat, area_id, department, interval_s, attributes, registered
)
VALUES (
    %(source_id)s, %(kind)s, %(name_zh)s, %(name_en)s, %(lon)s, %(lat)s, %(area_id)s, %(department)s,
    %(interval_s)s, %(attributes)s, TRUE
)
ON CONFLICT (source_id) DO UPDATE
SET kind = excluded.kind, name_zh = excluded.name_zh, name_en = excluded.name_en, lon = excluded.lon,
    lat = excluded.lat, area_id = excluded.area_id, department = excluded.department,
    interval_s = excluded.interval_s, attributes = excluded.attributes, registered = TRUE,
    in_service_until_at = NULL;
