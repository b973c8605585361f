-- Division cases 区划调整: proposals, papers, steps and deadlines
-- (行政区划管理条例, 国务院令第704号). Written by gazetteer/redivision.

CREATE TABLE redivision_transition (
  from_state text NOT NULL,
  to_state   text NOT NULL,
  PRIMARY KEY (from_state, to_state)
);
COMMENT ON TABLE redivision_transition IS 'The steps that a case may take; any other is refused.';
INSERT INTO redivision_transition VALUES
  ('draft', 'submitted'), ('draft', 'withdrawn'),
  ('submitted', 'draft'), ('submitted', 'replied'), ('submitted', 'refused'), ('submitted', 'withdrawn'),
  ('replied', 'in_force'),
  ('in_force', 'codes_published'), ('codes_published', 'completed'),
  ('completed', 'announced'), ('announced', 'archived');

CREATE TABLE redivision_case (
  id         uuid PRIMARY KEY,
  home       uuid NOT NULL REFERENCES division,
  title      text NOT NULL CHECK (title <> ''),
  reason     text NOT NULL DEFAULT '',
  state      text NOT NULL DEFAULT 'draft',
  proposal   text NOT NULL,
  applicant  uuid NOT NULL,
  applied    date,
  reply_by   text NOT NULL DEFAULT '',
  reply_no   text NOT NULL DEFAULT '',
  replied    date,
  effective  date,
  decided_by uuid,
  outcome    text,
  enacted    bigint REFERENCES ledger_entry,
  revision   bigint NOT NULL DEFAULT 1,
  created    timestamptz NOT NULL DEFAULT clock_timestamp(),
  CHECK (replied >= applied),
  CHECK (effective IS NULL OR replied IS NOT NULL),
  CHECK (state IN ('draft', 'submitted', 'withdrawn') OR replied IS NOT NULL),
  CHECK ((state IN ('in_force', 'codes_published', 'completed', 'announced', 'archived')) = (enacted IS NOT NULL)),
  CONSTRAINT redivision_not_own CHECK (decided_by IS DISTINCT FROM applicant)
);
COMMENT ON COLUMN redivision_case.home IS 'The smallest division that holds all that the case touches: whose officers take it through.';
COMMENT ON COLUMN redivision_case.proposal IS 'What is to change, JSON; fixed once submitted.';
COMMENT ON COLUMN redivision_case.replied IS 'The date on the reply 批复: the day of the decision, however late it was entered.';
COMMENT ON COLUMN redivision_case.outcome IS 'What the simulation said when the case was enacted, JSON.';
COMMENT ON COLUMN redivision_case.revision IS 'Grows with each change: the version that an edit began with.';

CREATE FUNCTION guard_redivision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' THEN
      RAISE EXCEPTION 'a division case begins as a draft' USING ERRCODE = 'check_violation', CONSTRAINT = 'redivision_step';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.state <> OLD.state AND NOT EXISTS (SELECT FROM redivision_transition WHERE from_state = OLD.state AND to_state = NEW.state) THEN
    RAISE EXCEPTION 'a division case goes not from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation', CONSTRAINT = 'redivision_step';
  END IF;
  IF NEW.proposal <> OLD.proposal AND OLD.state <> 'draft' AND NOT (OLD.state IN ('submitted', 'replied') AND NEW.state = OLD.state) THEN
    RAISE EXCEPTION 'the proposal of an enacted case is fixed' USING ERRCODE = 'check_violation', CONSTRAINT = 'redivision_step';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER redivision_steps BEFORE INSERT OR UPDATE ON redivision_case FOR EACH ROW EXECUTE FUNCTION guard_redivision();

CREATE TABLE redivision_step (
  redivision uuid NOT NULL REFERENCES redivision_case,
  n          integer NOT NULL,
  from_state text NOT NULL,
  to_state   text NOT NULL,
  on_day     date NOT NULL,
  at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor      uuid NOT NULL,
  note       text NOT NULL DEFAULT '',
  entry      bigint NOT NULL REFERENCES ledger_entry,
  PRIMARY KEY (redivision, n),
  FOREIGN KEY (from_state, to_state) REFERENCES redivision_transition
);
COMMENT ON COLUMN redivision_step.on_day IS 'The day that counts; at is when it was entered.';

CREATE TABLE redivision_paper (
  id         uuid PRIMARY KEY,
  redivision uuid NOT NULL REFERENCES redivision_case,
  kind       text NOT NULL CHECK (kind <> ''),
  title      text NOT NULL DEFAULT '',
  body       text NOT NULL DEFAULT '',
  digest     text NOT NULL DEFAULT '' CHECK (digest ~ '^([0-9a-f]{64})?$'),
  media_type text NOT NULL DEFAULT '',
  actor      uuid NOT NULL,
  at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  removed    bigint REFERENCES ledger_entry,
  entry      bigint NOT NULL REFERENCES ledger_entry,
  CHECK (body <> '' OR digest <> '')
);
COMMENT ON COLUMN redivision_paper.body IS 'A paper written here; empty where it is a document.';
COMMENT ON COLUMN redivision_paper.digest IS 'SHA-256 of the document in the store of documents.';
CREATE INDEX redivision_paper_case ON redivision_paper (redivision);

CREATE TABLE redivision_deadline (
  redivision uuid NOT NULL REFERENCES redivision_case,
  kind       text NOT NULL CHECK (kind IN ('codes', 'completion', 'extended')),
  due        date NOT NULL,
  basis      text NOT NULL CHECK (basis <> ''),
  met        date,
  PRIMARY KEY (redivision, kind)
);
COMMENT ON TABLE redivision_deadline IS 'The clocks that the reply starts, each with the text it rests on; an extension is a row of its own beside the first.';

GRANT SELECT ON redivision_transition TO diming_server;
GRANT SELECT, INSERT ON redivision_step TO diming_server;
GRANT SELECT, INSERT, UPDATE (state, title, reason, home, proposal, applied, reply_by, reply_no, replied, effective, decided_by, outcome, enacted, revision) ON redivision_case TO diming_server;
GRANT SELECT, INSERT, UPDATE (removed) ON redivision_paper TO diming_server;
GRANT SELECT, INSERT, UPDATE (met) ON redivision_deadline TO diming_server;
