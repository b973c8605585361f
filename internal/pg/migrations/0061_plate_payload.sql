-- Signed payloads in large codes, and the keys under which they are signed.
-- Written by signs/payload.

CREATE TABLE plate_payload_key (
  year       smallint NOT NULL CHECK (year BETWEEN 2001 AND 2255),
  nth        smallint NOT NULL CHECK (nth BETWEEN 1 AND 255),
  public_key bytea    NOT NULL UNIQUE CHECK (octet_length(public_key) = 32),
  since      timestamptz NOT NULL DEFAULT clock_timestamp(),
  withdrawn  timestamptz,
  reason     text NOT NULL DEFAULT '',
  entry      bigint NOT NULL REFERENCES ledger_entry,
  PRIMARY KEY (year, nth),
  CHECK ((withdrawn IS NULL) = (reason = ''))
);
COMMENT ON TABLE  plate_payload_key IS 'Public keys of payloads, one a year or more, for ever: plates hang longer than keys sign.';
COMMENT ON COLUMN plate_payload_key.public_key IS 'Ed25519.';
COMMENT ON COLUMN plate_payload_key.withdrawn IS 'The private key got out or was lost to another: nothing under it holds.';

CREATE TABLE plate_payload_seed (
  year smallint NOT NULL,
  nth  smallint NOT NULL,
  seed bytea    NOT NULL CHECK (octet_length(seed) = 32),
  PRIMARY KEY (year, nth),
  FOREIGN KEY (year, nth) REFERENCES plate_payload_key
);
COMMENT ON TABLE plate_payload_seed IS 'Private keys. No export holds them: a register that is restored from one signs under the next key of the year.';

CREATE TABLE plate_payload (
  plate  uuid PRIMARY KEY REFERENCES plate,
  token  text NOT NULL UNIQUE REFERENCES sign_code,
  year   smallint NOT NULL,
  nth    smallint NOT NULL,
  text   text NOT NULL CHECK (text <> ''),
  words  text NOT NULL DEFAULT '' CHECK (char_length(words) <= 100),
  made   timestamptz NOT NULL DEFAULT clock_timestamp(),
  entry  bigint NOT NULL REFERENCES ledger_entry,
  FOREIGN KEY (year, nth) REFERENCES plate_payload_key
);
COMMENT ON TABLE  plate_payload IS 'What the code of a plate says of itself, as it was signed with the text of its run: the same run made again is the same to the byte.';
COMMENT ON COLUMN plate_payload.text IS 'The whole text of the code, address and payload.';
COMMENT ON COLUMN plate_payload.words IS 'What stands on the plate in words: the nearest shelter, direction and distance.';

-- A key is withdrawn once and says why; nothing else of it changes.
CREATE FUNCTION guard_plate_payload_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.withdrawn IS NOT NULL OR (NEW.year, NEW.nth, NEW.public_key, NEW.since) IS DISTINCT FROM (OLD.year, OLD.nth, OLD.public_key, OLD.since) THEN
    RAISE EXCEPTION 'key %-% of payloads: it does not change', OLD.year, OLD.nth USING ERRCODE = 'check_violation', CONSTRAINT = 'plate_payload_key_kept';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER plate_payload_key_kept BEFORE UPDATE ON plate_payload_key FOR EACH ROW EXECUTE FUNCTION guard_plate_payload_key();
CREATE TRIGGER plate_payload_key_stays BEFORE DELETE ON plate_payload_key FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER plate_payload_seed_kept BEFORE UPDATE ON plate_payload_seed FOR EACH ROW EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT, UPDATE (withdrawn, reason, entry) ON plate_payload_key TO diming_server;
GRANT SELECT, INSERT ON plate_payload_seed TO diming_server;
GRANT SELECT, INSERT, UPDATE, DELETE ON plate_payload TO diming_server;
