COPY raw.video_event (
    observed_at, event_id, camera_id, event_type, confidence, ended_at, track_id, snapshot, lon, lat, area_id,
    attributes, extra, part, record_offset
) FROM STDIN;
