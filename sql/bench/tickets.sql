-- Tickets as the ingest would have folded them: 600 a day back from now, nearly all of them closed.
INSERT INTO state.ticket (
    ticket_id, state, channel, category, content, caller_hash, area_id, lon, lat, department, first_department, reported_at, accepted_at,
    first_dispatched_at, dispatched_at, handled_at, checked_at, closed_at, due_at, visited_at, contacted, solved, satisfaction, steps_n,
    last_step_at
)
SELECT
    'bench-' || d.k, CASE WHEN d.closed_at IS NULL THEN 'dispatched' ELSE 'closed' END, d.channel, d.category, '道路积水，请尽快处理',
    'caller' || (mod(d.k, 90000)), d.area_id, d.lon, d.lat, d.department, d.department, d.at, d.at, d.at + INTERVAL '20 minutes',
    d.at + INTERVAL '20 minutes', d.closed_at, d.closed_at, d.closed_at, d.due_at, d.visited_at, d.visited_at IS NOT NULL,
    mod(d.k, 11) > 0, CASE WHEN mod(d.k, 7) > 0 THEN 'satisfied' ELSE 'unsatisfied' END, 5, coalesce(d.visited_at, d.closed_at, d.at)
FROM (
    SELECT
        c.*, a.area_id, a.lon, a.lat, c.at + mod(c.k, 9) * INTERVAL '1 day' + INTERVAL '1 day' AS due_at,
        CASE WHEN c.ended_at < %(now)s THEN c.ended_at END AS closed_at,
        CASE WHEN c.ended_at < %(now)s::timestamptz - INTERVAL '1 day' THEN c.ended_at + INTERVAL '1 day' END AS visited_at
    FROM (
        SELECT
            k, %(now)s::timestamptz - k * INTERVAL '144 seconds' AS at, 1 + mod(k * 104729, pool.sources_n) AS source_no,
            %(now)s::timestamptz - k * INTERVAL '144 seconds'
            + (mod(k, 9) * INTERVAL '20 hours' + CASE WHEN mod(k, 20) = 0 THEN INTERVAL '9 days' ELSE INTERVAL '2 hours' END) AS ended_at,
            (%(categories)s::text [])[1 + mod(k * 7919, cardinality(%(categories)s::text []))] AS category,
            (%(departments)s::text [])[1 + mod(k * 7919, cardinality(%(departments)s::text []))] AS department,
            (ARRAY['phone', 'phone', 'app', 'wechat', 'collector'])[1 + mod(k, 5)] AS channel
        FROM generate_series(1, %(tickets)s::bigint) AS k
        CROSS JOIN (SELECT count(*) AS sources_n FROM dim.source WHERE lon IS NOT NULL AND area_id <> '') AS pool
    ) AS c
    INNER JOIN (
        SELECT row_number() OVER () AS no, s.area_id, s.lon, s.lat FROM dim.source AS s WHERE s.lon IS NOT NULL AND s.area_id <> ''
    ) AS a ON c.source_no = a.no
) AS d;
