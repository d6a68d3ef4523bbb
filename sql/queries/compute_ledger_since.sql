-- Where reading the ingest's own counts goes on.
SELECT coalesce(
    (SELECT max(bucket_at) FROM roll.minute WHERE measure = 'ledger_rows'), (SELECT min(minute_at) FROM ing.minute), %(now)s
) AS at;
