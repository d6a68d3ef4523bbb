SELECT d.*, w.action, w.who, w.why, w.done_at
FROM ing.dead_letter AS d
LEFT JOIN ing.work AS w ON d.work_no = w.work_no
WHERE d.stream = %(stream)s AND d.part = %(part)s AND d.record_offset = %(record_offset)s
ORDER BY d.dead_at DESC
LIMIT 1;
