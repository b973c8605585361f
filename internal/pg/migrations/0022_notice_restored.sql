-- A register that is restored from its archive takes the comments of closed
-- notices: what is refused is one that came after the closing. Tables of
-- gazetteer/notice.

CREATE OR REPLACE FUNCTION guard_comment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF EXISTS (SELECT FROM public_notice n WHERE n.id = NEW.notice
        AND (NEW.received_at AT TIME ZONE 'UTC' + interval '8 hours')::date >= n.closed_on) THEN
      RAISE EXCEPTION 'notice % is closed', NEW.notice USING ERRCODE = 'check_violation', CONSTRAINT = 'notice_comment_open';
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP <> 'UPDATE' OR (OLD.id, OLD.notice, OLD.name, OLD.text, OLD.contact, OLD.received_at) IS DISTINCT FROM (NEW.id, NEW.notice, NEW.name, NEW.text, NEW.contact, NEW.received_at) THEN
    RAISE EXCEPTION 'comment %: what was said never changes', OLD.id USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
