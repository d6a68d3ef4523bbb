-- The channels of the hotline stand in one place: the pages count what the indicators count.
CREATE FUNCTION state.is_hotline(channel text)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(
        channel IN ('phone', 'app', 'wechat', 'web', 'mailbox', 'media', 'biz', 'upper', 'emergency', 'bot'), FALSE
    )
$$;
CREATE OR REPLACE FUNCTION roll.ticket_scopes(channel text, category text, origin_event_id text, urban text [])
RETURNS text []
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_remove(ARRAY[
        CASE WHEN state.is_hotline(channel) THEN 'hotline' END,
        CASE WHEN category LIKE 'BJ-%' OR category LIKE 'SJ-%' OR category = ANY(urban)
            OR channel IN ('collector', 'video', 'sensor') AND category NOT LIKE 'alarm.%' THEN 'urban' END,
        CASE WHEN category IN ('TS-consumer', 'TS-prepaid_card') THEN 'consumer' END,
        CASE WHEN category = 'alarm.gas' THEN 'gas' END,
        CASE WHEN category = 'alarm.cover' OR category = 'BJ-cover' THEN 'cover' END,
        CASE WHEN category LIKE 'incident.%' THEN 'incident' END,
        CASE WHEN channel = 'video' OR origin_event_id IS NOT NULL AND category NOT LIKE 'alarm.%' THEN 'video' END
    ], NULL)
$$;
