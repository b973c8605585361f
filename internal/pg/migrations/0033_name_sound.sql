-- How a name sounds, spoken by somebody of the place. Written by package
-- gazetteer; the recordings lie among the documents.

CREATE TABLE name_sound (
  id         uuid PRIMARY KEY,
  name       uuid NOT NULL REFERENCES name,
  sha256     text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  kind       text NOT NULL CHECK (kind IN ('mp3', 'm4a', 'wav', 'ogg')),
  size_bytes bigint NOT NULL CHECK (size_bytes > 0),
  entry      bigint NOT NULL REFERENCES ledger_entry,
  removed    bigint REFERENCES ledger_entry CHECK (removed >= entry)
);
COMMENT ON TABLE  name_sound IS 'Recordings of names; those that were replaced or removed stay.';
COMMENT ON COLUMN name_sound.removed IS 'The entry that removed or replaced it; NULL for the one that is played.';
CREATE UNIQUE INDEX name_sound_once ON name_sound (name) WHERE removed IS NULL;
CREATE INDEX name_sound_name ON name_sound (name);

CREATE FUNCTION guard_name_sound() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.removed IS NOT NULL OR NEW.removed IS NULL
     OR (NEW.id, NEW.name, NEW.sha256, NEW.kind, NEW.size_bytes, NEW.entry) IS DISTINCT FROM (OLD.id, OLD.name, OLD.sha256, OLD.kind, OLD.size_bytes, OLD.entry) THEN
    RAISE EXCEPTION 'a recording is removed once and not changed otherwise';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER name_sound_guard BEFORE UPDATE ON name_sound FOR EACH ROW EXECUTE FUNCTION guard_name_sound();

GRANT SELECT, INSERT, UPDATE (removed) ON name_sound TO diming_server;
