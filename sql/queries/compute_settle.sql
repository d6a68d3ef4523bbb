-- Take away the marks that were folded. The snapshot is that of the fold: a later mark stays.
DELETE FROM ing.dirty AS d
USING unnest(%(families)s::text [], %(froms)s::timestamptz [], %(tos)s::timestamptz []) AS done (family, from_at, to_at)
WHERE d.family = done.family AND d.minute_at >= done.from_at AND d.minute_at < done.to_at;
