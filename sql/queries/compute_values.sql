-- Stored values of other indicators whose period ends inside each window, in their newest version; by subject.
SELECT b.no, v.indicator AS measure, v.subject, v.value, v.period_start_at, v.period_end_at
FROM unnest(%(no)s::int [], %(from)s::timestamptz [], %(until)s::timestamptz []) AS b (no, first_at, until_at)
INNER JOIN (
    SELECT DISTINCT ON (w.indicator, w.subject, w.period_start_at, w.period_end_at)
        w.indicator, w.subject, w.value, w.period_start_at, w.period_end_at
    FROM val.value AS w
    WHERE w.indicator = ANY(%(codes)s) AND w.subject_kind = %(kind)s AND w.grain = %(grain)s
        -- A cumulative figure starts up to a year before its end.
        AND w.period_start_at >= %(first)s::timestamptz - INTERVAL '1 year' AND w.period_start_at < %(last)s
    ORDER BY w.indicator, w.subject, w.period_start_at, w.period_end_at, w.known_at DESC
) AS v ON v.period_end_at > b.first_at AND v.period_end_at <= b.until_at
WHERE v.value IS NOT NULL;
