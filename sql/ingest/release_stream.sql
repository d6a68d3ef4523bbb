UPDATE ing.pause SET released_at = clock_timestamp(), released_by = %(who)s
WHERE stream = %(stream)s AND released_at IS NULL;
