-- Rounds of joint inspections 联合检查 of boundary lines and their tasks, with
-- the checks of a stretch 专项检查 outside rounds (行政区域界线管理条例 art. 12,
-- 省级行政区域界线联合检查实施办法 arts. 3–6). Written by boundaries/round.

CREATE TABLE boundary_round (
  id        uuid PRIMARY KEY,
  division  uuid NOT NULL REFERENCES division,
  ordinal   integer NOT NULL CHECK (ordinal BETWEEN 1 AND 99),
  from_year integer NOT NULL CHECK (from_year BETWEEN 1980 AND 2200),
  to_year   integer NOT NULL,
  basis     text NOT NULL CHECK (basis <> ''),
  created   timestamptz NOT NULL DEFAULT clock_timestamp(),
  entry     bigint NOT NULL REFERENCES ledger_entry,
  CHECK (to_year BETWEEN from_year AND from_year + 9),
  CONSTRAINT boundary_round_once UNIQUE (division, ordinal),
  UNIQUE (id, ordinal)
);
COMMENT ON COLUMN boundary_round.division IS 'Whose office planned the round: its lines and their neighbours take part.';
COMMENT ON COLUMN boundary_round.ordinal IS 'Five for 第五轮.';
COMMENT ON COLUMN boundary_round.basis IS 'The notice that begins the round, such as 民函〔2023〕26号.';

CREATE TABLE boundary_task_transition (
  from_state text NOT NULL,
  to_state   text NOT NULL,
  PRIMARY KEY (from_state, to_state)
);
COMMENT ON TABLE boundary_task_transition IS 'The steps that a task may take; any other is refused.';
INSERT INTO boundary_task_transition VALUES
  ('planned', 'plan_signed'), ('planned', 'cancelled'),
  ('plan_signed', 'indoor'), ('plan_signed', 'cancelled'),
  ('indoor', 'field'),
  ('field', 'issues'),
  ('issues', 'field'), ('issues', 'report_draft'),
  ('report_draft', 'issues'), ('report_draft', 'signed'),
  ('signed', 'submitted'),
  ('submitted', 'report_draft'), ('submitted', 'filed'),
  ('filed', 'archived');

CREATE TABLE boundary_task (
  id           uuid PRIMARY KEY,
  line         uuid NOT NULL REFERENCES boundary_line,
  round        uuid,
  ordinal      integer,
  year         integer NOT NULL CHECK (year BETWEEN 1980 AND 2200),
  lead         text NOT NULL CHECK (lead IN ('a', 'b')),
  due          date NOT NULL,
  reason       text NOT NULL DEFAULT '',
  stretch_from text NOT NULL DEFAULT '',
  stretch_to   text NOT NULL DEFAULT '',
  stretch      geometry(MultiLineString, 4490),
  state        text NOT NULL DEFAULT 'planned',
  revision     bigint NOT NULL DEFAULT 1 CHECK (revision > 0),
  completed    date,
  created      timestamptz NOT NULL DEFAULT clock_timestamp(),
  opened_by    uuid NOT NULL,
  entry        bigint NOT NULL REFERENCES ledger_entry,
  FOREIGN KEY (round, ordinal) REFERENCES boundary_round (id, ordinal),
  CHECK ((round IS NULL) = (ordinal IS NULL)),
  CHECK (round IS NOT NULL OR reason <> '' AND (stretch IS NOT NULL OR stretch_from <> '' AND stretch_to <> '')),
  CHECK ((state IN ('submitted', 'filed', 'archived')) = (completed IS NOT NULL))
);
COMMENT ON COLUMN boundary_task.round IS 'Null for a special check 专项检查 of a stretch, which has its reason and its stretch.';
COMMENT ON COLUMN boundary_task.ordinal IS 'Of the round, beside it so that a line is inspected once in the fifth round, whichever office planned it.';
COMMENT ON COLUMN boundary_task.lead IS 'The side that leads 牵头; a is the owner with the smaller code.';
COMMENT ON COLUMN boundary_task.stretch IS 'The part of the line as drawn; its ends in words stand in stretch_from and stretch_to.';
COMMENT ON COLUMN boundary_task.revision IS 'Raised by every change of the task and of what belongs to it.';
COMMENT ON COLUMN boundary_task.completed IS 'The day on which both governments reported the result (art. 12): the next inspection is counted from it.';
CREATE UNIQUE INDEX boundary_task_once ON boundary_task (line, ordinal) WHERE state <> 'cancelled';
CREATE INDEX boundary_task_round ON boundary_task (round);
CREATE INDEX boundary_task_due ON boundary_task (due) WHERE state NOT IN ('archived', 'cancelled');

CREATE TABLE task_paper (
  id         uuid PRIMARY KEY,
  task       uuid NOT NULL REFERENCES boundary_task,
  kind       text NOT NULL CHECK (kind IN ('notice', 'plan', 'minutes', 'indoor', 'records', 'report', 'signed_report', 'filing', 'archive', 'other')),
  title      text NOT NULL DEFAULT '',
  side       text CHECK (side IN ('a', 'b')),
  sha256     text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  media_type text NOT NULL CHECK (media_type <> ''),
  name       text NOT NULL CHECK (name <> ''),
  size_bytes bigint NOT NULL CHECK (size_bytes > 0),
  added_by   uuid NOT NULL,
  at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  removed    bigint REFERENCES ledger_entry,
  entry      bigint NOT NULL REFERENCES ledger_entry,
  UNIQUE (id, task)
);
COMMENT ON COLUMN task_paper.side IS 'Whose own paper it is, which the other side does not see; null for what both share.';
COMMENT ON COLUMN task_paper.sha256 IS 'Of the document in the store of documents.';
CREATE INDEX task_paper_task ON task_paper (task);

CREATE TABLE task_step (
  task       uuid NOT NULL REFERENCES boundary_task,
  n          integer NOT NULL,
  from_state text NOT NULL,
  to_state   text NOT NULL,
  side       text CHECK (side IN ('a', 'b')),
  on_day     date NOT NULL,
  at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor      uuid NOT NULL,
  note       text NOT NULL DEFAULT '',
  paper      uuid,
  entry      bigint NOT NULL REFERENCES ledger_entry,
  PRIMARY KEY (task, n),
  FOREIGN KEY (from_state, to_state) REFERENCES boundary_task_transition,
  FOREIGN KEY (paper, task) REFERENCES task_paper (id, task)
);
COMMENT ON COLUMN task_step.side IS 'On which side who took the step stood.';
COMMENT ON COLUMN task_step.on_day IS 'The day that counts; at is when it was entered.';

CREATE TABLE task_signing (
  id     uuid PRIMARY KEY,
  task   uuid NOT NULL REFERENCES boundary_task,
  side   text NOT NULL CHECK (side IN ('a', 'b')),
  means  text NOT NULL CHECK (means IN ('account', 'paper', 'joint')),
  on_day date NOT NULL,
  at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor  uuid NOT NULL,
  paper  uuid,
  voided bigint REFERENCES ledger_entry,
  entry  bigint NOT NULL REFERENCES ledger_entry,
  FOREIGN KEY (paper, task) REFERENCES task_paper (id, task),
  CHECK (means <> 'paper' OR paper IS NOT NULL)
);
COMMENT ON TABLE task_signing IS 'That a side signed the report: by an account of that side, by the sealed scan that is filed, or by the co-signature of the field records.';
COMMENT ON COLUMN task_signing.voided IS 'The report went back and is signed anew.';
CREATE UNIQUE INDEX task_signing_once ON task_signing (task, side) WHERE voided IS NULL;

CREATE TABLE task_problem (
  id          uuid PRIMARY KEY,
  task        uuid NOT NULL REFERENCES boundary_task,
  text        text NOT NULL CHECK (text <> ''),
  object_kind text NOT NULL CHECK (object_kind IN ('marker', 'segment', 'line', 'building', 'other')),
  object      uuid,
  object_name text NOT NULL DEFAULT '',
  record      uuid,
  handler     text NOT NULL DEFAULT '',
  due         date,
  solved      date,
  solution    text NOT NULL DEFAULT '',
  actor       uuid NOT NULL,
  at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  entry       bigint NOT NULL REFERENCES ledger_entry,
  CHECK ((solved IS NULL) = (solution = ''))
);
COMMENT ON COLUMN task_problem.object IS 'The marker or segment, where the register holds it.';
COMMENT ON COLUMN task_problem.record IS 'The field record that found it.';
COMMENT ON COLUMN task_problem.handler IS 'The unit that handles it; persons stand in person_detail alone.';
CREATE INDEX task_problem_task ON task_problem (task);
CREATE INDEX task_problem_due ON task_problem (due) WHERE solved IS NULL;

CREATE TABLE task_minutes (
  id      uuid PRIMARY KEY,
  task    uuid NOT NULL REFERENCES boundary_task,
  held_on date NOT NULL,
  place   text NOT NULL CHECK (place <> ''),
  units   text NOT NULL DEFAULT '',
  text    text NOT NULL CHECK (text <> ''),
  person  uuid,
  paper   uuid,
  actor   uuid NOT NULL,
  at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  entry   bigint NOT NULL REFERENCES ledger_entry,
  FOREIGN KEY (paper, task) REFERENCES task_paper (id, task)
);
COMMENT ON TABLE task_minutes IS 'Joint meetings 联席会议; the first one settles the plan.';
COMMENT ON COLUMN task_minutes.person IS 'Row of person_detail: who took part, by name.';
CREATE INDEX task_minutes_task ON task_minutes (task);

CREATE TABLE task_note (
  id    uuid PRIMARY KEY,
  task  uuid NOT NULL REFERENCES boundary_task,
  side  text NOT NULL CHECK (side IN ('a', 'b')),
  text  text NOT NULL CHECK (text <> ''),
  actor uuid NOT NULL,
  at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  entry bigint NOT NULL REFERENCES ledger_entry
);
COMMENT ON TABLE task_note IS 'A side''s own notes of the check of papers 内业, which the other side does not see.';
CREATE INDEX task_note_task ON task_note (task);

CREATE TABLE check_form (
  id       uuid PRIMARY KEY,
  division uuid NOT NULL REFERENCES division,
  form     text NOT NULL,
  basis    text NOT NULL CHECK (basis <> ''),
  adopted  timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor    uuid NOT NULL,
  entry    bigint NOT NULL REFERENCES ledger_entry
);
COMMENT ON TABLE check_form IS 'The check items 检查内容 of a division, newest last; where it has none, those of the division above or of the program.';
COMMENT ON COLUMN check_form.form IS 'JSON; empty takes the division''s own items back.';
CREATE INDEX check_form_division ON check_form (division, adopted DESC);

-- A task moves along the transitions only, is raised by every change, and keeps
-- what it is about. Both sides have signed what is signed, and no problem is
-- without handler and due date once the report is drafted.
CREATE FUNCTION guard_boundary_task() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'planned' THEN
      RAISE EXCEPTION 'a task begins as planned' USING ERRCODE = 'check_violation', CONSTRAINT = 'boundary_task_step';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.revision <= OLD.revision THEN
    RAISE EXCEPTION 'a change of a task raises its revision' USING ERRCODE = 'check_violation', CONSTRAINT = 'boundary_task_revision';
  END IF;
  IF NEW.state = OLD.state THEN
    RETURN NEW;
  END IF;
  IF NOT EXISTS (SELECT FROM boundary_task_transition WHERE from_state = OLD.state AND to_state = NEW.state) THEN
    RAISE EXCEPTION 'a task goes not from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation', CONSTRAINT = 'boundary_task_step';
  END IF;
  IF NEW.state = 'signed' AND (SELECT count(*) FROM task_signing WHERE task = NEW.id AND voided IS NULL) < 2 THEN
    RAISE EXCEPTION 'a report is signed by both sides' USING ERRCODE = 'check_violation', CONSTRAINT = 'boundary_task_step';
  END IF;
  IF NEW.state = 'report_draft' AND EXISTS (SELECT FROM task_problem WHERE task = NEW.id AND solved IS NULL AND (handler = '' OR due IS NULL)) THEN
    RAISE EXCEPTION 'each problem has a handler and a due date' USING ERRCODE = 'check_violation', CONSTRAINT = 'boundary_task_step';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER boundary_task_steps BEFORE INSERT OR UPDATE ON boundary_task FOR EACH ROW EXECUTE FUNCTION guard_boundary_task();

GRANT SELECT ON boundary_task_transition TO diming_server;
GRANT SELECT, INSERT ON boundary_round, task_step, task_minutes, task_note, check_form TO diming_server;
GRANT SELECT, INSERT, UPDATE (year, lead, due, state, revision, completed) ON boundary_task TO diming_server;
GRANT SELECT, INSERT, UPDATE (removed) ON task_paper TO diming_server;
GRANT SELECT, INSERT, UPDATE (voided) ON task_signing TO diming_server;
GRANT SELECT, INSERT, UPDATE (handler, due, solved, solution, entry) ON task_problem TO diming_server;
