-- The newest value of each asked (indicator, grain) for one subject, live.
SELECT
    indicator, subject_kind, subject, grain, period_start_at, period_end_at, value, numerator, denominator,
    status, reason, detail, definition, known_at, data_until_at
FROM val.latest
WHERE (indicator, grain) IN (SELECT * FROM unnest(%(codes)s::text [], %(grains)s::text []))
    AND subject_kind = %(subject_kind)s AND subject = %(subject)s;
