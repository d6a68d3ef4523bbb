COPY raw.ticket_step (
    step_at, event_id, ticket_id, step, channel, category, content, caller_hash, area_id, lon, lat, address,
    origin_event_id, event_grade, department, due_at, reason, contacted, solved, satisfaction, actor, attributes,
    extra, part, record_offset
) FROM STDIN;
