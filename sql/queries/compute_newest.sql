-- The newest version of every stored value of one indicator whose period starts in the asked buckets. The key of val.value begins
-- with the series, and val.latest knows all of them: so many look-ups, however long the history.
SELECT DISTINCT ON (v.subject_kind, v.subject, v.period_start_at, v.period_end_at)
    v.subject_kind, v.subject, v.period_start_at, v.period_end_at, v.value, v.numerator, v.denominator, v.status, v.reason,
    v.detail, v.definition, v.known_at, v.data_until_at
FROM val.latest AS l
INNER JOIN val.value AS v ON l.indicator = v.indicator AND l.subject_kind = v.subject_kind AND l.subject = v.subject
WHERE l.indicator = %(code)s AND l.grain = %(grain)s AND v.indicator = %(code)s AND v.grain = %(grain)s
    AND v.period_start_at = ANY(%(starts)s::timestamptz []) AND v.period_start_at >= %(first)s AND v.period_start_at <= %(last)s
ORDER BY v.subject_kind, v.subject, v.period_start_at, v.period_end_at, v.known_at DESC;
