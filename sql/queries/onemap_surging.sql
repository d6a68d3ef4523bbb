-- Topics of the last two hours against the same two hours of the seven days before (median).
WITH windows AS (
    SELECT day_no, %(now)s::timestamptz - day_no * INTERVAL '1 day' AS until_at
    FROM generate_series(0, 7) AS day_no
),

counted AS (
    SELECT w.day_no, t.category, count(*) AS n
    FROM windows AS w
    INNER JOIN state.ticket AS t ON t.accepted_at > w.until_at - INTERVAL '2 hours' AND t.accepted_at <= w.until_at
    WHERE t.category IS NOT NULL AND t.category <> all(%(categories)s)
    GROUP BY w.day_no, t.category
),

usual AS (
    SELECT
        c.category,
        -- A day without a ticket of this topic counts as zero.
        percentile_cont(0.5) WITHIN GROUP (ORDER BY coalesce(p.n, 0)) AS usual_n
    FROM counted AS c
    CROSS JOIN generate_series(1, 7) AS d (day_no)
    LEFT JOIN counted AS p ON c.category = p.category AND d.day_no = p.day_no
    WHERE c.day_no = 0
    GROUP BY c.category
),

hot AS (
    SELECT c.category, c.n, u.usual_n
    FROM counted AS c
    INNER JOIN usual AS u ON c.category = u.category
    WHERE c.day_no = 0 AND c.n >= %(least)s AND (c.n - u.usual_n) / sqrt(u.usual_n + 1) >= %(sigma)s
)

SELECT
    h.category, h.n, h.usual_n, count(DISTINCT t.caller_hash) AS callers_n,
    coalesce(mode() WITHIN GROUP (ORDER BY t.area_id) FILTER (WHERE t.area_id <> ''), '') AS area_id
FROM hot AS h
INNER JOIN state.ticket AS t
    ON h.category = t.category AND t.accepted_at > %(now)s - INTERVAL '2 hours' AND t.accepted_at <= %(now)s
GROUP BY h.category, h.n, h.usual_n
ORDER BY (h.n - h.usual_n) / sqrt(h.usual_n + 1) DESC
LIMIT 5;
