-- Every period of the asked series as known at a moment, in the order of the contract. Read through a server-side cursor,
-- one series after the other, so that the first row does not wait for the sort of all.
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

wanted AS (SELECT * FROM named UNION ALL SELECT * FROM sources),

series AS (
    SELECT a.indicator, w.subject, w.subject_name, a.grain
    FROM asked AS a
    CROSS JOIN wanted AS w
    ORDER BY a.indicator, w.subject, a.grain
)

SELECT
    s.indicator, s.subject, coalesce(s.subject_name, s.subject) AS subject_name, s.grain, v.period_start_at, v.period_end_at,
    v.value, v.numerator, v.denominator, v.status, v.reason, v.detail, v.definition, v.known_at, v.data_until_at
FROM series AS s
CROSS JOIN LATERAL (
    SELECT DISTINCT ON (v.period_start_at, v.period_end_at) v.*
    FROM val.value AS v
    WHERE v.indicator = s.indicator AND v.subject_kind = %(subject_kind)s AND v.subject = s.subject AND v.grain = s.grain
        AND (%(since)s::timestamptz IS NULL OR v.period_start_at >= %(since)s)
        AND (%(until)s::timestamptz IS NULL OR v.period_start_at < %(until)s)
        AND v.known_at <= %(as_of)s
    ORDER BY v.period_start_at, v.period_end_at, v.known_at DESC
) AS v
ORDER BY s.indicator, s.subject, s.grain, v.period_start_at, v.period_end_at;
