-- A register that is restored from its export takes tasks of inspections and
-- division cases in whatever state they are: that a case did not begin in the
-- middle is checked by its steps, which come with it, when all is there. Tables
-- of boundaries/round and gazetteer/redivision.

CREATE OR REPLACE FUNCTION guard_boundary_task() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
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

CREATE FUNCTION begun_boundary_task() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> 'planned' AND NOT EXISTS (SELECT FROM task_step WHERE task = NEW.id AND to_state = NEW.state) THEN
    RAISE EXCEPTION 'a task begins as planned' USING ERRCODE = 'check_violation', CONSTRAINT = 'boundary_task_step';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER boundary_task_begun AFTER INSERT ON boundary_task DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION begun_boundary_task();

CREATE OR REPLACE FUNCTION guard_redivision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
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

CREATE FUNCTION begun_redivision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> 'draft' AND NOT EXISTS (SELECT FROM redivision_step WHERE redivision = NEW.id AND to_state = NEW.state) THEN
    RAISE EXCEPTION 'a division case begins as a draft' USING ERRCODE = 'check_violation', CONSTRAINT = 'redivision_step';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER redivision_begun AFTER INSERT ON redivision_case DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION begun_redivision();
