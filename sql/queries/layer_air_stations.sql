-- Air stations with their newest hourly AQI.
SELECT
    s.source_id AS id, s.name_zh, s.name_en, s.lon, s.lat, s.interval_s, s.area_id, s.department,
    v.value, v.detail, v.reason, v.period_end_at AS observed_at
FROM dim.source AS s
LEFT JOIN val.latest AS v
    ON
        v.indicator = 'environment.aqi_hour' AND v.subject_kind = 'source' AND v.subject = s.source_id
        AND v.grain = 'hour'
WHERE
    s.kind = 'air_station' AND s.lon IS NOT NULL AND s.in_service_until_at IS NULL
    AND (%(id)s = '' OR s.source_id = %(id)s)
ORDER BY s.source_id
LIMIT 2000;
