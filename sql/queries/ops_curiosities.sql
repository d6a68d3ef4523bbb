-- What is odd but no error: the eight most frequent names of each stream and kind, with the source that sends most of it.
WITH named AS (
    SELECT
        c.stream, c.kind, c.name, sum(c.n)::bigint AS n, min(c.first_seen_at) AS first_seen_at, max(c.last_seen_at) AS last_seen_at,
        (array_agg(c.example ORDER BY c.first_seen_at, c.source_id))[1] AS example,
        (array_agg(c.source_id ORDER BY c.n DESC, c.source_id))[1] AS source_id,
        count(*) FILTER (WHERE c.source_id <> '') AS sources_n
    FROM ing.curiosity AS c
    GROUP BY c.stream, c.kind, c.name
),

ranked AS (
    SELECT n.*, row_number() OVER (PARTITION BY n.stream, n.kind ORDER BY n.n DESC, n.name) AS place
    FROM named AS n
)

SELECT r.stream, r.kind, r.name, r.n, r.example, r.source_id, r.sources_n, r.first_seen_at, r.last_seen_at
FROM ranked AS r
WHERE r.place <= 8
ORDER BY r.stream, r.kind, r.n DESC, r.name;
