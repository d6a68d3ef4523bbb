-- Every period of the asked indicators for one subject in [since, until), each as it was known at a moment.
SELECT DISTINCT ON (indicator, period_start_at, period_end_at)
    indicator, subject_kind, subject, grain, period_start_at, period_end_at, value, numerator, denominator,
    status, reason, detail, definition, known_at, data_until_at
FROM val.value
WHERE indicator = ANY(%(codes)s::text []) AND grain = %(grain)s
    AND subject_kind = %(subject_kind)s AND subject = %(subject)s
    AND period_start_at >= %(since)s AND period_start_at < %(until)s
    AND known_at <= %(as_of)s
ORDER BY indicator, period_start_at, period_end_at, known_at DESC;
