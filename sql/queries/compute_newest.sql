-- The newest version of every stored value of one indicator whose period starts in the asked buckets.
SELECT DISTINCT ON (v.subject_kind, v.subject, v.period_start_at, v.period_end_at)
    v.subject_kind, v.subject, v.period_start_at, v.period_end_at, v.value, v.numerator, v.denominator, v.status, v.reason,
    v.detail, v.definition, v.known_at, v.data_until_at
FROM val.value AS v
WHERE v.indicator = %(code)s AND v.grain = %(grain)s AND v.period_start_at = ANY(%(starts)s::timestamptz [])
ORDER BY v.subject_kind, v.subject, v.period_start_at, v.period_end_at, v.known_at DESC;
