-- The newest value of one indicator for each asked subject, as it was known at a moment.
SELECT
    v.indicator, v.subject_kind, v.subject, v.grain, v.period_start_at, v.period_end_at, v.value, v.numerator, v.denominator,
    v.status, v.reason, v.detail, v.definition, v.known_at, v.data_until_at
FROM unnest(%(subjects)s::text []) AS asked (subject)
CROSS JOIN LATERAL (
    SELECT w.*
    FROM val.value AS w
    WHERE w.indicator = %(code)s AND w.grain = %(grain)s
        AND w.subject_kind = %(subject_kind)s AND w.subject = asked.subject
        AND w.known_at <= %(as_of)s AND w.period_start_at <= %(as_of)s
    ORDER BY w.period_start_at DESC, w.period_end_at DESC, w.known_at DESC
    LIMIT 1
) AS v;
