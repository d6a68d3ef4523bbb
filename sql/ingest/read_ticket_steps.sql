SELECT
    ticket_id, step_at, received_at, part, record_offset, step, channel, category, content, caller_hash,
    area_id, lon, lat, origin_event_id, event_grade, department, due_at, reason, contacted, solved, satisfaction
FROM raw.ticket_step
WHERE ticket_id = any(%(ids)s)
ORDER BY ticket_id, step_at, received_at, part, record_offset;
