-- The letter templates 公文模板 that an office edits in the place of those that
-- come with the program. Written by gazetteer/letters.

CREATE TABLE paper_template (
  id         uuid PRIMARY KEY,
  kind       text NOT NULL CHECK (kind ~ '^[a-z][a-z_]{1,39}$'),
  name       text NOT NULL CHECK (name <> '' AND char_length(name) <= 200),
  sha256     text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  size_bytes bigint NOT NULL CHECK (size_bytes > 0),
  basis      text NOT NULL CHECK (basis <> '' AND char_length(basis) <= 500),
  adopted_by uuid NOT NULL,
  adopted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  entry      bigint NOT NULL REFERENCES ledger_entry,
  ended      bigint REFERENCES ledger_entry,
  ended_by   uuid,
  ended_at   timestamptz,
  ended_why  text NOT NULL DEFAULT '' CHECK (char_length(ended_why) <= 500),
  CHECK ((ended IS NULL) = (ended_by IS NULL) AND (ended IS NULL) = (ended_at IS NULL) AND (ended IS NULL) = (ended_why = ''))
);
COMMENT ON TABLE paper_template IS 'Templates of letters, one in force for each kind; a kind with none in force has the one that comes with the program. Ended ones are kept.';
COMMENT ON COLUMN paper_template.sha256 IS 'Of the .docx, which lies in the document store.';
COMMENT ON COLUMN paper_template.basis IS 'What it rests on 依据: a decision, a form that was handed down.';
COMMENT ON COLUMN paper_template.ended_why IS 'Why the template of the program is used again; of one that another followed, the basis of that.';
CREATE UNIQUE INDEX paper_template_current ON paper_template (kind) WHERE ended IS NULL;
CREATE INDEX paper_template_history ON paper_template (kind, id);

CREATE FUNCTION guard_paper_template() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'UPDATE' OR OLD.ended IS NOT NULL
     OR (OLD.id, OLD.kind, OLD.name, OLD.sha256, OLD.size_bytes, OLD.basis, OLD.adopted_by, OLD.adopted_at, OLD.entry)
     IS DISTINCT FROM (NEW.id, NEW.kind, NEW.name, NEW.sha256, NEW.size_bytes, NEW.basis, NEW.adopted_by, NEW.adopted_at, NEW.entry) THEN
    RAISE EXCEPTION 'template %: a template is kept as it was; it may only be ended, once', OLD.id USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER paper_template_kept BEFORE UPDATE OR DELETE ON paper_template FOR EACH ROW EXECUTE FUNCTION guard_paper_template();
CREATE TRIGGER paper_template_never_emptied BEFORE TRUNCATE ON paper_template FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT, UPDATE ON paper_template TO diming_server;
