CREATE EXTENSION IF NOT EXISTS timescaledb;
-- What the city pack and the records introduce: areas, sources, metrics.
CREATE SCHEMA dim;
CREATE TABLE dim.area (
    area_id text PRIMARY KEY,
    level text NOT NULL,
    parent_id text NOT NULL DEFAULT '',
    name_zh text NOT NULL,
    name_en text NOT NULL,
    population integer
);
-- Every area with itself and all below it; '' is "unlocated" and belongs to the city.
CREATE TABLE dim.area_path (
    ancestor_id text NOT NULL,
    area_id text NOT NULL,
    PRIMARY KEY (ancestor_id, area_id)
);
CREATE TABLE dim.source (
    source_no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source_id text NOT NULL UNIQUE,
    kind text NOT NULL DEFAULT '',
    name_zh text NOT NULL DEFAULT '',
    name_en text NOT NULL DEFAULT '',
    lon double precision,
    lat double precision,
    area_id text NOT NULL DEFAULT '',
    department text NOT NULL DEFAULT '',
    interval_s integer,
    attributes jsonb NOT NULL DEFAULT '{}',
    registered boolean NOT NULL DEFAULT FALSE,
    in_service_from_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    in_service_until_at timestamptz
);
CREATE INDEX source_kind_area ON dim.source (kind, area_id);
CREATE TABLE dim.metric (
    metric_no smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    metric text NOT NULL UNIQUE,
    unit text NOT NULL DEFAULT '',
    stamped_at_end boolean NOT NULL DEFAULT FALSE,
    registered boolean NOT NULL DEFAULT FALSE
);
