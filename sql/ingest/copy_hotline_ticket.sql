COPY raw.ticket_step (
    step_at, step, ticket_id, channel, category, content, caller_hash, area_id, lon, lat, origin_event_id,
    event_grade, department, due_at, reason, contacted, solved, satisfaction, event_id, address, actor,
    attributes, extra, part, record_offset
) FROM STDIN;
