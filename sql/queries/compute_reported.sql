-- The newest revision of every report of the asked indicators.
SELECT DISTINCT ON (r.indicator, r.area_id, r.period)
    r.indicator, r.area_id, r.period, r.period_start_at, r.period_end_at, r.value, r.numerator, r.denominator, r.note, r.reason,
    coalesce(r.published_at, r.received_at) AS published_at
FROM raw.report AS r
WHERE r.indicator = ANY(%(codes)s)
ORDER BY r.indicator, r.area_id, r.period, r.revision DESC, r.received_at DESC;
