-- Imports: every run of an outside file into the register and how each of
-- its rows was accounted for. The rows themselves are in the ledger.

CREATE TABLE import_run (
  id         uuid PRIMARY KEY,
  started    timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_batch timestamptz,
  finished   timestamptz,
  actor      uuid   NOT NULL,
  state      text   NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done', 'failed', 'refused')),
  failure    text   NOT NULL DEFAULT '',
  file       text   NOT NULL,
  size_bytes bigint NOT NULL CHECK (size_bytes >= 0),
  sha256     bytea  CHECK (octet_length(sha256) = 32),
  format     text   NOT NULL CHECK (format ~ '^[a-z0-9]+$'),
  kind       text   NOT NULL CHECK (kind ~ '^[a-z_]+$'),
  source     text   NOT NULL CHECK (source <> ''),
  encoding   text   NOT NULL DEFAULT '',
  crs        integer NOT NULL,
  classification text NOT NULL,
  rows_read  bigint NOT NULL DEFAULT 0,
  accepted   bigint NOT NULL DEFAULT 0,
  updated    bigint NOT NULL DEFAULT 0,
  unchanged  bigint NOT NULL DEFAULT 0,
  rejected   bigint NOT NULL DEFAULT 0,
  classified bigint NOT NULL DEFAULT 0,
  findings   bigint NOT NULL DEFAULT 0,
  CHECK (rows_read = accepted + updated + unchanged + rejected),
  CHECK (classified <= rejected),
  CHECK ((finished IS NULL) = (state = 'running')),
  CHECK (sha256 IS NOT NULL OR state = 'refused')
);
COMMENT ON TABLE import_run IS 'One row for each time a file was taken in; counts grow with each batch that is committed.';
COMMENT ON COLUMN import_run.last_batch IS 'When the counts last grew. A run that stays running with an old last_batch was killed; its whole batches stand, and the same file taken in again goes on from there.';
COMMENT ON COLUMN import_run.state IS 'refused: the file was declared above internal, which this system must not hold; it was not read.';
COMMENT ON COLUMN import_run.format IS 'How the file is written: csv, geojson.';
COMMENT ON COLUMN import_run.kind IS 'What its rows are: places, divisions.';
COMMENT ON COLUMN import_run.crs IS 'EPSG code of the coordinates in the file.';
COMMENT ON COLUMN import_run.classified IS 'How many of the rejected rows carried a classification above internal.';
CREATE INDEX import_run_started ON import_run (started);
CREATE INDEX import_run_file    ON import_run (sha256);

GRANT SELECT, INSERT, UPDATE (last_batch, finished, state, failure, rows_read, accepted, updated, unchanged, rejected, classified, findings)
  ON import_run TO diming_server;
