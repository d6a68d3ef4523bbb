UPDATE ing.work SET state = %(state)s, said = %(said)s, done_at = clock_timestamp(), touched_at = clock_timestamp()
WHERE work_no = %(work_no)s
RETURNING *;
