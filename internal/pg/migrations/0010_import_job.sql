-- Imports that people prepare in the office and that a server runs: the file
-- that was brought, how it is to be taken in, how far it is, what came of it.

CREATE TABLE import_job (
  id         uuid PRIMARY KEY,
  actor      uuid NOT NULL,
  created    timestamptz NOT NULL DEFAULT clock_timestamp(),
  file       text   NOT NULL,
  stored     text   NOT NULL,
  size_bytes bigint NOT NULL CHECK (size_bytes >= 0),
  state      text   NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'queued', 'running', 'done', 'failed', 'undone')),
  inspection text   NOT NULL,
  plan       text   NOT NULL,
  decisions  text   NOT NULL DEFAULT '{}',
  within     uuid[],
  queued     timestamptz,
  started    timestamptz,
  finished   timestamptz,
  attempts   integer NOT NULL DEFAULT 0,
  cancel     boolean NOT NULL DEFAULT false,
  holder     uuid,
  lease      timestamptz,
  bytes_read bigint NOT NULL DEFAULT 0,
  rows_read  bigint NOT NULL DEFAULT 0,
  report     text,
  failure    text NOT NULL DEFAULT '',
  undone     text,
  file_gone  timestamptz,
  CHECK ((holder IS NULL) = (lease IS NULL)),
  CHECK (holder IS NULL OR state = 'running')
);
COMMENT ON TABLE import_job IS 'One file that somebody brought. Its id is also the run in import_entry, so that all its batches are undone together, however often it was interrupted.';
COMMENT ON COLUMN import_job.file IS 'The name that the person''s file has: text to show, never a path.';
COMMENT ON COLUMN import_job.stored IS 'Name of the file in the folder of the job; made here.';
COMMENT ON COLUMN import_job.within IS 'The divisions that the actor could change when the run was asked for; NULL for the whole register.';
COMMENT ON COLUMN import_job.lease IS 'Until when the server holder has the run. One that is killed no longer prolongs it, and another goes on.';
COMMENT ON COLUMN import_job.file_gone IS 'When the file and its rejected rows were removed; the account stays.';
CREATE INDEX import_job_waiting ON import_job (queued) WHERE state IN ('queued', 'running');
CREATE INDEX import_job_created ON import_job (created);

GRANT SELECT, INSERT, UPDATE, DELETE ON import_job TO diming_server;
