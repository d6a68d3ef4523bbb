-- The newest value of one indicator for every subject of a kind, live.
SELECT
    indicator, subject_kind, subject, grain, period_start_at, period_end_at, value, numerator, denominator,
    status, reason, detail, definition, known_at, data_until_at
FROM val.latest
WHERE indicator = %(code)s AND grain = %(grain)s AND subject_kind = %(subject_kind)s;
