SELECT metric, metric_no, unit, registered
FROM dim.metric
WHERE %(names)s::text[] IS NULL OR metric = any(%(names)s);
