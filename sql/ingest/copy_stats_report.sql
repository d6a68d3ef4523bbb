COPY raw.report (
    event_id, indicator, area_id, period, period_start_at, period_end_at, value, numerator, denominator, revision,
    published_at, department, unit, note, reason, extra, part, record_offset
) FROM STDIN;
