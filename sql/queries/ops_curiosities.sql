-- What is odd but no error: the eight most frequent names of each stream and kind.
WITH ranked AS (
    SELECT
        c.*,
        row_number() OVER (PARTITION BY c.stream, c.kind ORDER BY c.n DESC, c.name) AS place
    FROM ing.curiosity AS c
)

SELECT r.stream, r.kind, r.name, r.n, r.example, r.first_seen_at, r.last_seen_at
FROM ranked AS r
WHERE r.place <= 8
ORDER BY r.stream, r.kind, r.n DESC, r.name;
