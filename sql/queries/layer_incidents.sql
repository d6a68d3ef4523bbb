-- Every signal that may need someone now: open alarms and incidents, instruments over their limit, grave video events,
-- and the calls of the last two hours that may be about the same.
WITH hours AS (
    SELECT generate_series(
        date_trunc('hour', %(now)s::timestamptz) - INTERVAL '23 hours', date_trunc('hour', %(now)s::timestamptz), INTERVAL '1 hour'
    ) AS bucket_at
),

limits AS (
    SELECT
        s.source_id, s.source_no, s.name_zh, s.name_en, s.lon, s.lat, s.area_id, s.department, m.metric, l.value, l.observed_at,
        CASE m.metric WHEN 'water_level' THEN 'river_gauges' WHEN 'ponding_depth' THEN 'ponding_gauges' ELSE 'municipal_alarms' END
            AS layer,
        CASE m.metric
            WHEN 'water_level' THEN (s.attributes ->> 'warning_m')::double precision
            WHEN 'ponding_depth' THEN coalesce((s.attributes ->> 'limit_cm')::double precision, 15)
            WHEN 'gas_concentration' THEN coalesce((s.attributes ->> 'alarm_lel')::double precision, 20)
            ELSE 1
        END AS limit_value,
        coalesce((s.attributes ->> 'guarantee_m')::double precision, 'Infinity') AS guarantee_m
    FROM dim.metric AS m
    INNER JOIN state.latest AS l ON m.metric_no = l.metric_no
    INNER JOIN dim.source AS s ON l.source_no = s.source_no
    WHERE
        m.metric IN ('water_level', 'ponding_depth', 'gas_concentration', 'cover_state')
        AND l.observed_at > %(now)s - 2 * coalesce(s.interval_s, 300) * INTERVAL '1 second'
        AND l.quality = 0 AND s.in_service_until_at IS NULL
),

over AS (
    SELECT * FROM limits WHERE value >= limit_value ORDER BY observed_at DESC LIMIT 200
),

iot AS (
    SELECT
        'iot' AS stream, o.layer, o.source_id AS id, o.metric AS code, o.name_zh, o.name_en, o.lon, o.lat, o.area_id,
        o.department, o.observed_at AS at, before.since_at, NULL::timestamptz AS due_at, '' AS state, o.value, o.limit_value,
        CASE WHEN o.metric = 'water_level' AND o.value < o.guarantee_m THEN 'watch' ELSE 'alert' END AS severity
    FROM over AS o
    LEFT JOIN LATERAL (
        -- It has stood over the limit since the last hour whose highest value was still under it.
        SELECT max(h.bucket_at) + INTERVAL '1 hour' AS since_at
        FROM hours
        INNER JOIN roll.hour AS h ON hours.bucket_at = h.bucket_at
        WHERE h.measure = 'source:' || o.metric AND h.area_id = o.area_id AND h.dim = o.source_id AND h.max < o.limit_value
            -- The same span once more as constants: other chunks are not even planned.
            AND h.bucket_at > %(now)s::timestamptz - INTERVAL '24 hours' AND h.bucket_at <= %(now)s
    ) AS before ON TRUE
),

ticket AS (
    SELECT
        'ticket' AS stream, 'tickets' AS layer, t.ticket_id AS id, t.category AS code, '' AS name_zh, '' AS name_en, t.lon, t.lat,
        t.area_id, coalesce(t.department, '') AS department, t.last_step_at AS at, coalesce(t.reported_at, t.accepted_at) AS since_at,
        t.due_at, t.state, NULL::double precision AS value, NULL::double precision AS limit_value,
        CASE WHEN t.category LIKE 'incident.%%' OR t.due_at < %(now)s THEN 'alert' ELSE 'watch' END AS severity
    FROM state.ticket AS t
    WHERE t.closed_at IS NULL AND t.cancelled_at IS NULL AND t.handled_at IS NULL AND t.category = any(%(categories)s)
    ORDER BY t.last_step_at DESC
    LIMIT 200
),

video AS (
    SELECT
        'video' AS stream, 'video_events' AS layer, e.event_id AS id, e.event_type AS code, coalesce(s.name_zh, '') AS name_zh,
        coalesce(s.name_en, '') AS name_en, coalesce(e.lon, s.lon) AS lon, coalesce(e.lat, s.lat) AS lat, e.area_id,
        coalesce(s.department, '') AS department, e.observed_at AS at, e.observed_at AS since_at, NULL::timestamptz AS due_at,
        '' AS state, NULL::double precision AS value, NULL::double precision AS limit_value, 'watch' AS severity
    FROM raw.video_event AS e
    LEFT JOIN dim.source AS s ON e.camera_id = s.source_id
    WHERE
        e.observed_at > %(now)s - INTERVAL '2 hours' AND e.observed_at <= %(now)s + INTERVAL '1 minute'
        AND e.event_type = any(%(grave)s)
    ORDER BY e.observed_at DESC
    LIMIT 200
),

calls AS (
    SELECT
        'call' AS stream, 'hotline_points' AS layer, t.ticket_id AS id, t.category AS code, '' AS name_zh, '' AS name_en, t.lon,
        t.lat, t.area_id, '' AS department, t.accepted_at AS at, t.accepted_at AS since_at, NULL::timestamptz AS due_at, t.state,
        NULL::double precision AS value, NULL::double precision AS limit_value, 'watch' AS severity
    FROM state.ticket AS t
    WHERE
        t.accepted_at > %(now)s - INTERVAL '2 hours' AND t.accepted_at <= %(now)s AND t.lon IS NOT NULL
        AND t.category <> all(%(categories)s)
    ORDER BY t.accepted_at DESC
    LIMIT 1000
)

SELECT *, at AS observed_at FROM iot
UNION ALL
SELECT *, at AS observed_at FROM ticket
UNION ALL
SELECT *, at AS observed_at FROM video
UNION ALL
SELECT *, at AS observed_at FROM calls;
