-- What one batch adds to the rollups in one row, a column of its deltas in each array: written, read and deleted at a fifth of the
-- cost of a row for each delta (docs/decisions/rollups.md). Not compressed: they live for a second.
CREATE TABLE ing.delta_batch (
    by_source boolean NOT NULL,        -- hours of sources, or minutes of areas
    deltas_n integer NOT NULL,
    bucket_at timestamptz [] NOT NULL,
    last_at timestamptz [] NOT NULL,
    sum double precision [] NOT NULL,
    min double precision [] NOT NULL,
    max double precision [] NOT NULL,
    last double precision [] NOT NULL,
    n integer [] NOT NULL,
    area_no integer [] NOT NULL,       -- 0: unlocated
    source_no integer [] NOT NULL,     -- 0: the whole area
    metric_no smallint [] NOT NULL
) WITH (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
    toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 50000
);
ALTER TABLE ing.delta_batch
ALTER COLUMN bucket_at SET STORAGE EXTERNAL, ALTER COLUMN last_at SET STORAGE EXTERNAL, ALTER COLUMN sum SET STORAGE EXTERNAL,
ALTER COLUMN min SET STORAGE EXTERNAL, ALTER COLUMN max SET STORAGE EXTERNAL, ALTER COLUMN last SET STORAGE EXTERNAL,
ALTER COLUMN n SET STORAGE EXTERNAL, ALTER COLUMN area_no SET STORAGE EXTERNAL, ALTER COLUMN source_no SET STORAGE EXTERNAL,
ALTER COLUMN metric_no SET STORAGE EXTERNAL;
INSERT INTO ing.delta_batch (
    by_source, deltas_n, bucket_at, last_at, sum, min, max, last, n, area_no, source_no, metric_no
)
SELECT
    source_no <> 0, count(*), array_agg(bucket_at), array_agg(last_at), array_agg(sum), array_agg(min), array_agg(max),
    array_agg(last), array_agg(n), array_agg(area_no), array_agg(source_no), array_agg(metric_no)
FROM ing.delta
GROUP BY source_no <> 0;
DROP TABLE ing.delta;
CREATE VIEW ing.delta AS
SELECT b.by_source, d.*
FROM ing.delta_batch AS b
CROSS JOIN LATERAL unnest(
    b.bucket_at, b.last_at, b.sum, b.min, b.max, b.last, b.n, b.area_no, b.source_no, b.metric_no
) AS d (bucket_at, last_at, sum, min, max, last, n, area_no, source_no, metric_no);
