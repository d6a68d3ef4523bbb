-- Inserts each staged key that is not there yet; answers the place of the record that became the row.
WITH firsts AS (
    SELECT DISTINCT ON (observed_at, event_hash)
        place, observed_at, value, event_hash, source_no, metric_no, quality
    FROM staged_reading
    ORDER BY observed_at, event_hash, place
),

inserted AS (
    INSERT INTO raw.reading (observed_at, value, event_hash, source_no, metric_no, quality)
    SELECT f.observed_at, f.value, f.event_hash, f.source_no, f.metric_no, f.quality
    FROM firsts AS f
    ORDER BY f.place
    ON CONFLICT (observed_at, event_hash) DO NOTHING
    RETURNING observed_at, event_hash
)

SELECT f.place
FROM firsts AS f
INNER JOIN inserted AS i ON f.observed_at = i.observed_at AND f.event_hash = i.event_hash
WHERE f.observed_at BETWEEN %(first_at)s AND %(last_at)s;
