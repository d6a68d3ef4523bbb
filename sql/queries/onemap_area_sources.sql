-- Sources of an area by kind, and how many of them are silent.
SELECT
    s.kind, count(*) AS n,
    count(*) FILTER (
        WHERE l.observed_at IS NULL OR l.observed_at <= %(now)s - 2 * coalesce(s.interval_s, 300) * INTERVAL '1 second'
    ) AS silent_n,
    max(l.observed_at) AS observed_at
FROM dim.area_path AS p
INNER JOIN dim.source AS s ON p.area_id = s.area_id
LEFT JOIN (
    SELECT x.source_no, max(x.observed_at) AS observed_at FROM state.latest AS x GROUP BY x.source_no
) AS l ON s.source_no = l.source_no
WHERE p.ancestor_id = %(area)s AND s.in_service_until_at IS NULL AND s.kind <> ''
GROUP BY s.kind
ORDER BY s.kind;
