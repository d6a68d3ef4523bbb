-- Same number, newer data behind it: only the time of the data moves on, no version is made.
UPDATE val.latest AS l
SET data_until_at = t.data_until_at
FROM unnest(%(codes)s::text [], %(kinds)s::text [], %(subjects)s::text [], %(grains)s::text [], %(untils)s::timestamptz [])
    AS t (indicator, subject_kind, subject, grain, data_until_at)
WHERE l.indicator = t.indicator AND l.subject_kind = t.subject_kind AND l.subject = t.subject AND l.grain = t.grain;
