-- How many deltas by area and minute wait to be added.
SELECT coalesce(sum(b.deltas_n), 0)::bigint AS n FROM ing.delta_batch AS b WHERE NOT b.by_source;
