-- Rows are only added to a day that still grows: a vacuum for them, while a backlog is written, takes a tenth of the database's
-- time. The day is frozen once, when it has ended (ingest/operate/pack.py); rows of a batch that was undone are cleared as always.
ALTER TABLE raw.reading SET (autovacuum_vacuum_insert_threshold = -1);
