-- Where the hotline tickets of the last 24 hours are.
SELECT t.lon, t.lat, t.accepted_at AS observed_at
FROM state.ticket AS t
WHERE
    t.accepted_at > %(now)s - INTERVAL '24 hours' AND t.accepted_at <= %(now)s
    AND t.lon IS NOT NULL
    AND state.is_hotline(t.channel)
    AND t.category !~ '(^|-)(alarm|incident)\.'
LIMIT 20000;
