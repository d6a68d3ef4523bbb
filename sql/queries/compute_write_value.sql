INSERT INTO val.value
SELECT
    indicator, subject_kind, subject, grain, period_start_at, period_end_at, value, numerator, denominator, status, reason,
    detail, definition, known_at, data_until_at
FROM fresh_value;
