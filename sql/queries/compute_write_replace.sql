-- An open bucket keeps one version a minute (an hour for a single source): the newer one takes its place.
DELETE FROM val.value AS v
USING fresh_value AS f
WHERE v.indicator = f.indicator AND v.subject_kind = f.subject_kind AND v.subject = f.subject AND v.grain = f.grain
    AND v.period_start_at = f.period_start_at AND v.period_end_at = f.period_end_at AND v.known_at = f.replaced_at
    AND v.period_start_at >= %(first)s AND v.period_start_at <= %(last)s;
