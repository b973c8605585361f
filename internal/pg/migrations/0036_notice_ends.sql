-- A public notice and its case hold together: while the notice is open nobody
-- closes the consultation that it answers, nor reviews the case; when the case
-- ends, its notices end with it. Tables of gazetteer/notice and gazetteer/cases.

ALTER TABLE public_notice ADD COLUMN stopped boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN public_notice.stopped IS 'Closed because its case ended, whether or not its last day was over and its comments answered.';
DO $$
DECLARE name text;
BEGIN
  SELECT conname INTO STRICT name FROM pg_constraint
    WHERE conrelid = 'public_notice'::regclass AND contype = 'c' AND pg_get_constraintdef(oid) LIKE '%summary%';
  EXECUTE format('ALTER TABLE public_notice DROP CONSTRAINT %I', name);
END $$;
ALTER TABLE public_notice ADD CONSTRAINT public_notice_closed CHECK (closed_on IS NULL AND NOT stopped OR summary <> '' AND (stopped OR closed_on > to_on)),
  ADD CONSTRAINT public_notice_stopped CHECK (NOT stopped OR closed_on IS NOT NULL);

CREATE OR REPLACE FUNCTION guard_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'UPDATE' THEN
    RAISE EXCEPTION 'notices are kept: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.closed_on IS NOT NULL OR (OLD.id, OLD.name_case, OLD.kind, OLD.title, OLD.text, OLD.from_on, OLD.to_on, OLD.published_by, OLD.entry)
     IS DISTINCT FROM (NEW.id, NEW.name_case, NEW.kind, NEW.title, NEW.text, NEW.from_on, NEW.to_on, NEW.published_by, NEW.entry) THEN
    RAISE EXCEPTION 'notice %: what was published never changes', OLD.id USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.stopped AND NOT EXISTS (SELECT FROM name_case c WHERE c.id = NEW.name_case AND c.state IN ('withdrawn', 'rejected')) THEN
    RAISE EXCEPTION 'notice %: its case goes on', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'public_notice_stopped';
  END IF;
  IF NEW.closed_on IS NOT NULL AND NOT NEW.stopped AND EXISTS (SELECT FROM notice_comment c WHERE c.notice = NEW.id AND (c.answer = '' OR c.state = 'new')) THEN
    RAISE EXCEPTION 'notice %: comments are not answered', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'public_notice_answered';
  END IF;
  RETURN NEW;
END $$;

-- The comments of the day on which a notice was stopped came before it.
CREATE OR REPLACE FUNCTION guard_comment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF EXISTS (SELECT FROM public_notice n WHERE n.id = NEW.notice
        AND (NEW.received_at AT TIME ZONE 'UTC' + interval '8 hours')::date >= n.closed_on + n.stopped::int) THEN
      RAISE EXCEPTION 'notice % is closed', NEW.notice USING ERRCODE = 'check_violation', CONSTRAINT = 'notice_comment_open';
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP <> 'UPDATE' OR (OLD.id, OLD.notice, OLD.name, OLD.text, OLD.contact, OLD.received_at) IS DISTINCT FROM (NEW.id, NEW.notice, NEW.name, NEW.text, NEW.contact, NEW.received_at) THEN
    RAISE EXCEPTION 'comment %: what was said never changes', OLD.id USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION guard_noticed_consultation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'open' AND NEW.state <> 'open' AND EXISTS (SELECT FROM public_notice n WHERE n.name_case = NEW.name_case AND n.kind = 'notice' AND n.closed_on IS NULL) THEN
    RAISE EXCEPTION 'consultation %: its public notice is open', NEW.id USING ERRCODE = 'check_violation', CONSTRAINT = 'case_notice_open';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER consultation_noticed BEFORE UPDATE ON case_consultation FOR EACH ROW WHEN (NEW.kind = 'notice') EXECUTE FUNCTION guard_noticed_consultation();

CREATE FUNCTION guard_noticed_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM public_notice n WHERE n.name_case = NEW.id AND n.closed_on IS NULL) THEN
    RAISE EXCEPTION 'case %: a notice of it is open', NEW.number USING ERRCODE = 'check_violation', CONSTRAINT = 'case_notice_open';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER case_noticed BEFORE UPDATE ON name_case FOR EACH ROW WHEN (OLD.state <> 'reviewed' AND NEW.state = 'reviewed') EXECUTE FUNCTION guard_noticed_case();

-- The entry of the case's end is the one that closes its notices.
CREATE FUNCTION stop_notices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE public_notice SET closed_on = greatest(from_on, (clock_timestamp() AT TIME ZONE 'UTC' + interval '8 hours')::date), stopped = true, tag = NEW.tag,
      summary = CASE NEW.state WHEN 'withdrawn' THEN '案件已撤回，公开随之结束。' ELSE '案件不予批准，公开随之结束。' END
    WHERE name_case = NEW.id AND closed_on IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER case_end_stops_notices AFTER UPDATE ON name_case FOR EACH ROW WHEN (OLD.state <> NEW.state AND NEW.state IN ('withdrawn', 'rejected')) EXECUTE FUNCTION stop_notices();
