-- Staged records whose key is stored with other content: the same event_id was used twice.
SELECT s.place
FROM staged_reading AS s
INNER JOIN raw.reading AS r ON s.observed_at = r.observed_at AND s.event_hash = r.event_hash
WHERE
    r.observed_at BETWEEN %(first_at)s AND %(last_at)s
    AND (
        r.value IS DISTINCT FROM s.value
        OR r.source_no <> s.source_no
        OR r.metric_no <> s.metric_no
        OR r.quality <> s.quality
    );
