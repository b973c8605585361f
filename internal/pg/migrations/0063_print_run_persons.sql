-- Who signed the text of a run does not release it, where the division wants two
-- persons; and which plates could not be drawn. Written by signs/printrun.

ALTER TABLE print_run
  ADD COLUMN two_persons boolean NOT NULL DEFAULT false, -- of the runs that there were, nobody asked
  ADD COLUMN faults      int[]   NOT NULL DEFAULT '{}';
ALTER TABLE print_run ALTER COLUMN two_persons SET DEFAULT true;
COMMENT ON COLUMN print_run.two_persons IS 'Who signed its text may not release it; as the setting stood when somebody wanted to.';
COMMENT ON COLUMN print_run.faults IS 'Plates of it, by their number in the run, that could not be drawn: the first few.';

CREATE FUNCTION guard_print_run_release() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT two_persons FROM print_run WHERE id = NEW.run)
    AND NEW.actor = (SELECT actor FROM print_run_step WHERE run = NEW.run AND step = 'proof' ORDER BY n DESC LIMIT 1) THEN
    RAISE EXCEPTION 'print run %: who signed its text does not release it', NEW.run USING ERRCODE = 'check_violation', CONSTRAINT = 'print_run_two_persons';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER print_run_two_persons BEFORE INSERT ON print_run_step FOR EACH ROW WHEN (NEW.step = 'release') EXECUTE FUNCTION guard_print_run_release();

GRANT UPDATE (two_persons, faults) ON print_run TO diming_server;
