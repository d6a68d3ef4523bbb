SELECT pg_notify('ingest', %(payload)s);
