-- Print runs 制牌批次: which plates are made together, the steps of the run, its
-- finished files, the links that workshops have. Written by signs/printrun.

CREATE TABLE print_run (
  id        uuid PRIMARY KEY,
  county    text NOT NULL,
  division  uuid NOT NULL REFERENCES division,
  title     text NOT NULL CHECK (title <> '' AND char_length(title) <= 200),
  source    text NOT NULL CHECK (source IN ('planned', 'reprints', 'faulty', 'plates')),
  sheet     text NOT NULL CHECK (sheet <> ''),
  origin    text NOT NULL DEFAULT '',
  texts     text NOT NULL DEFAULT '' CHECK (texts ~ '^([0-9a-f]{64})?$'),
  state     text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'proofed', 'trial', 'released', 'ordered', 'received', 'closed', 'void')),
  job       text NOT NULL DEFAULT '' CHECK (job IN ('', 'queued', 'running', 'passed', 'failed')),
  job_why   text NOT NULL DEFAULT '',
  holder    uuid,
  lease     timestamptz,
  made_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  tag       bigint NOT NULL REFERENCES ledger_entry
);
COMMENT ON TABLE print_run IS 'Plates that are made together in one order.';
COMMENT ON COLUMN print_run.division IS 'In which all of its plates lie.';
COMMENT ON COLUMN print_run.source IS 'From which list it was made.';
COMMENT ON COLUMN print_run.sheet IS 'What it is printed on, as JSON: size, edge, bleed and crop marks in millimetres.';
COMMENT ON COLUMN print_run.origin IS 'The origin in its codes, as it was when its text was signed; empty before.';
COMMENT ON COLUMN print_run.texts IS 'SHA-256 of what its plates said when their text was signed.';
COMMENT ON COLUMN print_run.job IS 'How far its files are: made, rendered, every code read back.';
CREATE INDEX print_run_division ON print_run (division);
CREATE INDEX print_run_job ON print_run (made_at) WHERE job IN ('queued', 'running');

CREATE TABLE print_run_transition (
  step       text NOT NULL,
  from_state text NOT NULL,
  to_state   text NOT NULL,
  PRIMARY KEY (step, from_state, to_state)
);
COMMENT ON TABLE print_run_transition IS 'The steps of a print run. The same table stands in code; a test compares them.';
INSERT INTO print_run_transition (step, from_state, to_state)
  VALUES ('proof', 'draft', 'proofed'), ('reopen', 'proofed', 'draft'), ('reopen', 'trial', 'draft'), ('try', 'proofed', 'trial'),
    ('release', 'proofed', 'released'), ('release', 'trial', 'released'), ('order', 'released', 'ordered'), ('receive', 'ordered', 'received'), ('close', 'received', 'closed')
  UNION ALL SELECT 'void', f, 'void' FROM unnest('{draft,proofed,trial,released}'::text[]) f;

CREATE TABLE print_run_step (
  run        uuid NOT NULL REFERENCES print_run,
  n          int  NOT NULL CHECK (n > 0),
  step       text NOT NULL,
  from_state text NOT NULL,
  to_state   text NOT NULL,
  note       text NOT NULL DEFAULT '' CHECK (char_length(note) <= 1000),
  actor      uuid NOT NULL,
  at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  entry      bigint NOT NULL REFERENCES ledger_entry,
  PRIMARY KEY (run, n),
  CONSTRAINT print_run_step_leads FOREIGN KEY (step, from_state, to_state) REFERENCES print_run_transition
);
COMMENT ON TABLE print_run_step IS 'How the state of a run changed, one row a step, for ever; who signed its text and when.';

CREATE FUNCTION guard_print_run_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before print_run_step;
BEGIN
  SELECT * INTO before FROM print_run_step WHERE run = NEW.run ORDER BY n DESC LIMIT 1;
  IF NEW.from_state <> coalesce(before.to_state, 'draft') OR NEW.n <> coalesce(before.n, 0) + 1 THEN
    RAISE EXCEPTION 'print run %: no step % leads from % to %', NEW.run, NEW.step, coalesce(before.to_state, 'draft'), NEW.to_state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'print_run_step_leads';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER print_run_step_follows BEFORE INSERT ON print_run_step FOR EACH ROW EXECUTE FUNCTION guard_print_run_step();
CREATE TRIGGER print_run_step_kept BEFORE UPDATE OR DELETE ON print_run_step FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER print_run_step_never_emptied BEFORE TRUNCATE ON print_run_step FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A run is in the state to which its last step led, at every commit.
CREATE FUNCTION check_print_run_state() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  which uuid := CASE TG_TABLE_NAME WHEN 'print_run' THEN (to_jsonb(NEW)->>'id')::uuid ELSE (to_jsonb(NEW)->>'run')::uuid END;
BEGIN
  IF (SELECT state FROM print_run WHERE id = which) <> coalesce((SELECT to_state FROM print_run_step WHERE run = which ORDER BY n DESC LIMIT 1), 'draft') THEN
    RAISE EXCEPTION 'print run %: its state is that to which its last step led', which USING ERRCODE = 'check_violation', CONSTRAINT = 'print_run_state_stepped';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER print_run_state_stepped AFTER INSERT OR UPDATE OF state ON print_run DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_print_run_state();
CREATE CONSTRAINT TRIGGER print_run_step_taken AFTER INSERT ON print_run_step DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_print_run_state();

CREATE TABLE print_run_plate (
  run     uuid NOT NULL REFERENCES print_run,
  n       int  NOT NULL CHECK (n > 0),
  plate   uuid NOT NULL REFERENCES plate,
  stead   uuid REFERENCES plate,
  dropped boolean NOT NULL DEFAULT false,
  tried   bigint REFERENCES ledger_entry,
  PRIMARY KEY (run, n)
);
COMMENT ON TABLE print_run_plate IS 'The plates of a run, in the order in which they are hung.';
COMMENT ON COLUMN print_run_plate.stead IS 'The plate on the wall that it is to replace.';
COMMENT ON COLUMN print_run_plate.dropped IS 'Its run was given up: another may take it.';
COMMENT ON COLUMN print_run_plate.tried IS 'Of a trial print: the entry that says its code was read by a phone.';
CREATE UNIQUE INDEX print_run_plate_once ON print_run_plate (plate) WHERE NOT dropped;
CREATE INDEX print_run_plate_stead ON print_run_plate (stead) WHERE stead IS NOT NULL;

CREATE TABLE print_run_part (
  run        uuid NOT NULL REFERENCES print_run,
  n          int  NOT NULL CHECK (n > 0),
  first      int  NOT NULL CHECK (first > 0),
  last       int  NOT NULL,
  sheets     int  NOT NULL CHECK (sheets > 0),
  codes      int  NOT NULL CHECK (codes >= 0),
  sha256     text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  size_bytes bigint NOT NULL CHECK (size_bytes > 0),
  made_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (run, n),
  CHECK (first <= last)
);
COMMENT ON TABLE print_run_part IS 'The finished files of a run: each was rendered, and each of its codes read back and compared.';

CREATE TABLE print_run_link (
  id         uuid PRIMARY KEY,
  run        uuid NOT NULL REFERENCES print_run,
  digest     bytea NOT NULL UNIQUE CHECK (octet_length(digest) = 32),
  workshop   text NOT NULL DEFAULT '' CHECK (char_length(workshop) <= 100),
  made_by    uuid NOT NULL,
  made_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  entry      bigint NOT NULL REFERENCES ledger_entry,
  revoked    bigint REFERENCES ledger_entry,
  revoked_at timestamptz,
  CHECK ((revoked IS NULL) = (revoked_at IS NULL))
);
COMMENT ON TABLE print_run_link IS 'Links by which a workshop reads its order without a log-in.';
COMMENT ON COLUMN print_run_link.digest IS 'SHA-256 of the random part of the link, which is kept nowhere.';
CREATE INDEX print_run_link_run ON print_run_link (run);

GRANT SELECT, INSERT, UPDATE (origin, texts, state, job, job_why, holder, lease, tag) ON print_run TO diming_server;
GRANT SELECT, INSERT ON print_run_step TO diming_server;
GRANT SELECT, INSERT, UPDATE (dropped, tried) ON print_run_plate TO diming_server;
GRANT SELECT, INSERT, DELETE ON print_run_part TO diming_server;
GRANT SELECT, INSERT, UPDATE (revoked, revoked_at) ON print_run_link TO diming_server;
GRANT SELECT ON print_run_transition TO diming_server;
