INSERT INTO val.latest AS l
SELECT DISTINCT ON (indicator, subject_kind, subject, grain)
    indicator, subject_kind, subject, grain, period_start_at, period_end_at, value, numerator, denominator, status, reason,
    detail, definition, known_at, data_until_at
FROM fresh_value
WHERE is_latest
ORDER BY indicator, subject_kind, subject, grain, period_end_at DESC, period_start_at
ON CONFLICT (indicator, subject_kind, subject, grain) DO UPDATE
SET period_start_at = excluded.period_start_at, period_end_at = excluded.period_end_at, value = excluded.value,
    numerator = excluded.numerator, denominator = excluded.denominator, status = excluded.status, reason = excluded.reason,
    detail = excluded.detail, definition = excluded.definition, known_at = excluded.known_at,
    data_until_at = excluded.data_until_at
WHERE excluded.period_end_at >= l.period_end_at OR (l.status = 'none' AND l.data_until_at IS NULL);
