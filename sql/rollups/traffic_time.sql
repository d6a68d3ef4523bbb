-- Travel time of all vehicles and the same at free flow, in seconds: flow × time of the segment a detector stands for.
-- family: iot.reading
-- measures: traffic_time traffic_time_free
-- when: travel_time_s speed_kmh flow_5min
-- grain: minute
SELECT
    date_trunc('minute', seen.at) AS bucket_at, part.measure, seen.area_id, '' AS dim,
    count(*) AS n, sum(part.seconds) AS sum, min(part.seconds) AS min, max(part.seconds) AS max,
    last(part.seconds, seen.observed_at) AS last, max(seen.observed_at) AS last_at
FROM (
    SELECT
        r.at, r.observed_at, r.source_no, r.area_id,
        max(r.value) FILTER (WHERE r.metric = 'flow_5min') AS flow,
        max(r.value) FILTER (WHERE r.metric = 'speed_kmh') AS speed_kmh,
        max(r.value) FILTER (WHERE r.metric = 'travel_time_s') AS time_s
    FROM reading_once AS r
    WHERE r.metric = ANY(%(metrics)s) AND r.at >= %(first)s AND r.at < %(until)s
    GROUP BY 1, 2, 3, 4
) AS seen
INNER JOIN dim.source AS s ON s.source_no = seen.source_no
CROSS JOIN LATERAL (
    SELECT (s.attributes ->> 'length_m')::float8 / 1000 AS km, (s.attributes ->> 'free_flow_kmh')::float8 AS free_kmh
) AS road
CROSS JOIN LATERAL (VALUES
    ('traffic_time', seen.flow * coalesce(seen.time_s, 3600 * road.km / greatest(seen.speed_kmh, 1))),
    ('traffic_time_free', seen.flow * 3600 * road.km / road.free_kmh)
) AS part (measure, seconds)
WHERE seen.flow > 0 AND road.km > 0 AND road.free_kmh > 0 AND coalesce(seen.time_s, seen.speed_kmh) IS NOT NULL
GROUP BY 1, 2, 3;
