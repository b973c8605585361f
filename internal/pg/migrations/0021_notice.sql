-- Public notices 公示 and calls for names 征名 about cases, and what people said
-- of them (实施办法 art. 5: the main opinions and how each was handled). Written
-- by gazetteer/notice.

CREATE TABLE public_notice (
  id           uuid PRIMARY KEY,
  name_case    uuid NOT NULL REFERENCES name_case,
  kind         text NOT NULL CHECK (kind IN ('notice', 'solicitation')),
  title        text NOT NULL CHECK (title <> '' AND char_length(title) <= 200),
  text         text NOT NULL CHECK (text <> '' AND char_length(text) <= 8000),
  from_on      date NOT NULL,
  to_on        date NOT NULL CHECK (to_on >= from_on),
  basis        text NOT NULL,
  consultation uuid REFERENCES case_consultation,
  published_by uuid NOT NULL,
  closed_on    date,
  summary      text NOT NULL DEFAULT '',
  entry        bigint NOT NULL REFERENCES ledger_entry,
  tag          bigint NOT NULL REFERENCES ledger_entry,
  CHECK (closed_on IS NULL OR closed_on > to_on AND summary <> '')
);
COMMENT ON TABLE public_notice IS 'Public notices 公示 of a case, and calls for names 征名; the last day is counted in full.';
COMMENT ON COLUMN public_notice.basis IS 'What the number of days rests on, as of the day of publishing.';
COMMENT ON COLUMN public_notice.consultation IS 'The consultation of the case that the notice answers.';
CREATE UNIQUE INDEX public_notice_once ON public_notice (name_case, kind) WHERE closed_on IS NULL;
CREATE INDEX public_notice_open ON public_notice (to_on) WHERE closed_on IS NULL;

CREATE TABLE notice_comment (
  id          uuid PRIMARY KEY,
  notice      uuid NOT NULL REFERENCES public_notice,
  name        text NOT NULL DEFAULT '' CHECK (char_length(name) <= 60),
  text        text NOT NULL CHECK (text <> '' AND char_length(text) <= 2000),
  contact     uuid,
  received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  state       text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'shown', 'hidden')),
  hidden_why  text NOT NULL DEFAULT '',
  handled     text NOT NULL DEFAULT '' CHECK (handled IN ('', 'adopted', 'partly', 'not_adopted', 'noted')),
  answer      text NOT NULL DEFAULT '' CHECK (char_length(answer) <= 2000),
  answered_by uuid,
  answered_at timestamptz,
  tag         bigint NOT NULL REFERENCES ledger_entry,
  CHECK ((state = 'hidden') = (hidden_why <> '')),
  CHECK ((answered_at IS NULL) = (answer = '') AND (answered_at IS NULL) = (answered_by IS NULL) AND (answered_at IS NULL) = (handled = ''))
);
COMMENT ON TABLE notice_comment IS 'What people said of a notice. Text is shown only once somebody has read it and let it through.';
COMMENT ON COLUMN notice_comment.name IS 'Of a call for names: the name proposed. Proposals are not votes and are not counted as such.';
COMMENT ON COLUMN notice_comment.contact IS 'Erasable personal data of who wrote, where they gave any; never shown.';
CREATE INDEX notice_comment_notice ON notice_comment (notice, id);

CREATE FUNCTION guard_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'UPDATE' THEN
    RAISE EXCEPTION 'notices are kept: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.closed_on IS NOT NULL OR (OLD.id, OLD.name_case, OLD.kind, OLD.title, OLD.text, OLD.from_on, OLD.to_on, OLD.published_by, OLD.entry)
     IS DISTINCT FROM (NEW.id, NEW.name_case, NEW.kind, NEW.title, NEW.text, NEW.from_on, NEW.to_on, NEW.published_by, NEW.entry) THEN
    RAISE EXCEPTION 'notice %: what was published never changes', OLD.id USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.closed_on IS NOT NULL AND EXISTS (SELECT FROM notice_comment c WHERE c.notice = NEW.id AND (c.answer = '' OR c.state = 'new')) THEN
    RAISE EXCEPTION 'notice %: comments are not answered', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'public_notice_answered';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER notice_guarded BEFORE UPDATE OR DELETE ON public_notice FOR EACH ROW EXECUTE FUNCTION guard_notice();

CREATE FUNCTION guard_comment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF EXISTS (SELECT FROM public_notice n WHERE n.id = NEW.notice AND n.closed_on IS NOT NULL) THEN
      RAISE EXCEPTION 'notice % is closed', NEW.notice USING ERRCODE = 'check_violation', CONSTRAINT = 'notice_comment_open';
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP <> 'UPDATE' OR (OLD.id, OLD.notice, OLD.name, OLD.text, OLD.contact, OLD.received_at) IS DISTINCT FROM (NEW.id, NEW.notice, NEW.name, NEW.text, NEW.contact, NEW.received_at) THEN
    RAISE EXCEPTION 'comment %: what was said never changes', OLD.id USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER comment_guarded BEFORE INSERT OR UPDATE OR DELETE ON notice_comment FOR EACH ROW EXECUTE FUNCTION guard_comment();

GRANT SELECT, INSERT, UPDATE ON public_notice, notice_comment TO diming_server;
