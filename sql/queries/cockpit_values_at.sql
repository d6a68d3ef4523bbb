-- The asked periods of the asked indicators for some subjects, each in the newest version known at a moment.
SELECT DISTINCT ON (v.indicator, v.subject, v.grain, v.period_start_at)
    v.indicator, v.subject_kind, v.subject, v.grain, v.period_start_at, v.period_end_at, v.value, v.numerator, v.denominator,
    v.status, v.reason, v.detail, v.definition, v.known_at, v.data_until_at
FROM unnest(%(codes)s::text[], %(grains)s::text[], %(starts)s::timestamptz[]) AS asked (indicator, grain, period_start_at)
INNER JOIN val.value AS v ON asked.indicator = v.indicator AND asked.grain = v.grain AND asked.period_start_at = v.period_start_at
WHERE
    v.subject_kind = 'area' AND v.subject = any(%(subjects)s::text[])
    AND v.period_start_at >= %(first)s AND v.period_start_at <= %(last)s
    AND v.known_at <= %(as_of)s
ORDER BY v.indicator, v.subject, v.grain, v.period_start_at, v.known_at DESC;
