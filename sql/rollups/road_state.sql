-- Metres of road by state 1 畅通 … 5 严重拥堵, from speed and road class (DB11/T 785 table 1, in force since 2011-10-01).
-- A class without a row here is taken as 次支路; a detector without a length stands for one kilometre.
-- family: iot.reading
-- measures: road_state
-- when: speed_kmh
-- grain: minute
SELECT
    date_trunc('minute', r.at) AS bucket_at, 'road_state' AS measure, r.area_id, state.dim,
    count(*) AS n, sum(state.metres) AS sum, min(state.metres) AS min, max(state.metres) AS max,
    last(state.metres, r.observed_at) AS last, max(r.observed_at) AS last_at
FROM reading_once AS r
INNER JOIN dim.source AS s ON s.source_no = r.source_no
CROSS JOIN LATERAL (
    SELECT CASE s.attributes ->> 'road_class'
        WHEN 'expressway' THEN ARRAY[65, 50, 35, 20] WHEN 'arterial' THEN ARRAY[40, 30, 20, 15] ELSE ARRAY[35, 25, 15, 10]
    END::float8 [] AS above
) AS class
CROSS JOIN LATERAL (
    SELECT
        coalesce((s.attributes ->> 'length_m')::float8, 1000) AS metres,
        CASE WHEN r.value > class.above[1] THEN '1' WHEN r.value > class.above[2] THEN '2'
            WHEN r.value > class.above[3] THEN '3' WHEN r.value > class.above[4] THEN '4' ELSE '5'
        END AS dim
) AS state
WHERE r.metric = ANY(%(metrics)s) AND r.at >= %(first)s AND r.at < %(until)s
GROUP BY 1, 2, 3, 4;
