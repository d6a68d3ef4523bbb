-- Still bad, perhaps for another reason than before.
UPDATE ing.dead_letter
SET reason = %(reason)s, sentence = %(sentence)s, tried_n = tried_n + 1, work_no = %(work_no)s
WHERE stream = %(stream)s AND topic_id = %(topic_id)s AND part = %(part)s AND record_offset = %(record_offset)s;
