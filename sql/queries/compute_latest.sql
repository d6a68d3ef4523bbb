-- What the screens show now: which series exist, and which can go stale.
SELECT
    indicator, subject_kind, subject, grain, period_start_at, period_end_at, value, numerator, denominator, status, reason,
    detail, definition, known_at, data_until_at
FROM val.latest;
