-- Every period of the asked series as known at a moment, in the order of the contract. Read through a server-side cursor.
WITH asked AS (
    SELECT * FROM unnest(%(codes)s::text [], %(grains)s::text []) AS t (indicator, grain)
),

named AS (
    SELECT s.subject, s.subject_name
    FROM unnest(%(subjects)s::text [], %(subject_names)s::text []) AS s (subject, subject_name)
),

sources AS (
    SELECT s.source_id AS subject, nullif(CASE WHEN %(lang)s = 'zh' THEN s.name_zh ELSE s.name_en END, '') AS subject_name
    FROM dim.source AS s
    WHERE %(subject_kind)s = 'source'
        AND (%(sources)s::text [] IS NULL OR s.source_id = ANY(%(sources)s::text []))
        AND (%(areas)s::text [] IS NULL OR EXISTS (
            SELECT 1 FROM dim.area_path AS p WHERE p.ancestor_id = ANY(%(areas)s::text []) AND p.area_id = s.area_id
        ))
),

wanted AS (SELECT * FROM named UNION ALL SELECT * FROM sources)

SELECT DISTINCT ON (v.indicator, v.subject, v.grain, v.period_start_at, v.period_end_at)
    v.indicator, v.subject, coalesce(w.subject_name, v.subject) AS subject_name, v.grain, v.period_start_at,
    v.period_end_at, v.value, v.numerator, v.denominator, v.status, v.reason, v.detail, v.definition, v.known_at,
    v.data_until_at
FROM val.value AS v
INNER JOIN asked AS a ON v.indicator = a.indicator AND v.grain = a.grain
INNER JOIN wanted AS w ON v.subject = w.subject
WHERE v.subject_kind = %(subject_kind)s
    AND (%(since)s::timestamptz IS NULL OR v.period_start_at >= %(since)s)
    AND (%(until)s::timestamptz IS NULL OR v.period_start_at < %(until)s)
    AND v.known_at <= %(as_of)s
ORDER BY v.indicator, v.subject, v.grain, v.period_start_at, v.period_end_at, v.known_at DESC;
