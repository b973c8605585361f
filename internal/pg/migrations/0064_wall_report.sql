-- Reports from the wall: what somebody who stands before a plate says is wrong
-- with it, without a log-in. Written by signs/wallreport.

CREATE TABLE wall_report (
  id          uuid PRIMARY KEY,
  number      text NOT NULL UNIQUE CHECK (number ~ '^[0-9A-HJKMNP-TV-Z]{7}$'),
  token       text NOT NULL REFERENCES sign_code,
  plate       uuid REFERENCES plate,
  division    uuid NOT NULL REFERENCES division,
  county      text NOT NULL,
  name        text NOT NULL CHECK (name <> ''),
  kind        text NOT NULL CHECK (kind IN ('damaged', 'wrong', 'not_here', 'false_code', 'other')),
  person      uuid,
  photo       text NOT NULL DEFAULT '' CHECK (photo ~ '^([0-9a-f]{64})?$'),
  point       geometry(Point, 4490) CHECK (NOT ST_IsEmpty(point)),
  away_m      int CHECK (away_m >= 0),
  far         boolean NOT NULL DEFAULT false,
  received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  due_on      date NOT NULL,
  state       text NOT NULL DEFAULT 'received' CHECK (state IN ('received', 'accepted', 'declined', 'done')),
  tag         bigint NOT NULL REFERENCES ledger_entry,
  CHECK (kind <> 'other' OR person IS NOT NULL),
  CHECK (away_m IS NULL OR point IS NOT NULL),
  CHECK (NOT far OR away_m IS NOT NULL)
);
COMMENT ON TABLE  wall_report IS 'What is wrong with a plate, as somebody before it says. Nobody is asked who they are.';
COMMENT ON COLUMN wall_report.number IS 'Six random characters and one that protects them: by it everybody sees how the report stands, and nothing else.';
COMMENT ON COLUMN wall_report.plate IS 'NULL where the code is that of a place, printed on paper.';
COMMENT ON COLUMN wall_report.name IS 'What the plate said when it was reported.';
COMMENT ON COLUMN wall_report.person IS 'Row of person_detail with the words of who reported, which may name people; NULL without words.';
COMMENT ON COLUMN wall_report.photo IS 'SHA-256 of the picture, made anew without what a camera writes into it.';
COMMENT ON COLUMN wall_report.away_m IS 'From where it was reported to where the plate hangs, metres; NULL where one is not known.';
COMMENT ON COLUMN wall_report.far IS 'Farther than the division allowed when it came: the plate may hang at a wrong place.';
COMMENT ON COLUMN wall_report.due_on IS 'By when it is to be looked at.';
CREATE INDEX wall_report_due ON wall_report (due_on, id) WHERE state IN ('received', 'accepted');
CREATE INDEX wall_report_division ON wall_report (division);
CREATE INDEX wall_report_plate ON wall_report (plate) WHERE plate IS NOT NULL;

CREATE TABLE wall_report_step (
  report     uuid NOT NULL REFERENCES wall_report,
  n          int  NOT NULL CHECK (n > 0),
  step       text NOT NULL,
  from_state text NOT NULL,
  to_state   text NOT NULL,
  note       text NOT NULL DEFAULT '' CHECK (char_length(note) <= 500),
  actor      uuid NOT NULL,
  at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  entry      bigint NOT NULL REFERENCES ledger_entry,
  PRIMARY KEY (report, n),
  CONSTRAINT wall_report_step_leads CHECK ((step, from_state, to_state) IN (('accept', 'received', 'accepted'), ('decline', 'received', 'declined'), ('decline', 'accepted', 'declined'), ('finish', 'accepted', 'done'))),
  CONSTRAINT wall_report_declined_with_reason CHECK (step <> 'decline' OR note <> '')
);
COMMENT ON TABLE  wall_report_step IS 'What the office made of a report, one row a step, for ever.';
COMMENT ON COLUMN wall_report_step.note IS 'In the words of the office, which names nobody; of a report that is declined the reason, told to who has its number.';

-- A step begins where the one before it led, and its report stands where its
-- last step led.
CREATE FUNCTION guard_wall_report_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before wall_report_step;
BEGIN
  SELECT * INTO before FROM wall_report_step WHERE report = NEW.report ORDER BY n DESC LIMIT 1;
  IF NEW.from_state <> coalesce(before.to_state, 'received') OR NEW.n <> coalesce(before.n, 0) + 1 THEN
    RAISE EXCEPTION 'wall report %: no step % leads from % to %', NEW.report, NEW.step, coalesce(before.to_state, 'received'), NEW.to_state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'wall_report_step_leads';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER wall_report_step_follows BEFORE INSERT ON wall_report_step FOR EACH ROW EXECUTE FUNCTION guard_wall_report_step();
CREATE TRIGGER wall_report_step_kept BEFORE UPDATE OR DELETE ON wall_report_step FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE FUNCTION guard_wall_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> coalesce((SELECT to_state FROM wall_report_step WHERE report = NEW.id ORDER BY n DESC LIMIT 1), 'received') THEN
    RAISE EXCEPTION 'wall report %: it stands where its last step led', NEW.id USING ERRCODE = 'check_violation', CONSTRAINT = 'wall_report_state_stepped';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER wall_report_state_stepped AFTER INSERT OR UPDATE OF state ON wall_report DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard_wall_report();

GRANT SELECT, INSERT, UPDATE (state, tag) ON wall_report TO diming_server;
GRANT SELECT, INSERT ON wall_report_step TO diming_server;
