-- Field work with phones: devices, invitations, records with their receipts,
-- files, sheets and signatures. Written by boundaries/fieldsync.
--
-- A task is named by its id without a reference: it may be one of another
-- installation, known here by the task file that was taken in.

CREATE TABLE field_server (
  id         uuid PRIMARY KEY,
  public_key bytea NOT NULL UNIQUE CHECK (octet_length(public_key) = 32),
  own        boolean NOT NULL,
  name       text NOT NULL DEFAULT '',
  since      timestamptz NOT NULL
);
COMMENT ON TABLE  field_server IS 'Installations that sign receipts: our own, under each key it had, and those whose task files were taken in. They stay: receipts are checked by them.';
COMMENT ON COLUMN field_server.public_key IS 'Ed25519.';

CREATE TABLE field_identity (
  one    boolean PRIMARY KEY DEFAULT true CHECK (one),
  server uuid NOT NULL REFERENCES field_server,
  seed   bytea NOT NULL CHECK (octet_length(seed) = 32)
);
COMMENT ON TABLE field_identity IS 'The private key by which this installation signs receipts. No export holds it: an installation that is restored from one signs under a key of its own.';

CREATE TABLE field_invitation (
  id      uuid PRIMARY KEY,
  task    uuid NOT NULL,
  side    text NOT NULL CHECK (side IN ('a', 'b')),
  person  uuid NOT NULL,
  hash    bytea UNIQUE CHECK (octet_length(hash) = 32),
  made_by uuid NOT NULL REFERENCES account,
  made_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL CHECK (ends_at > made_at),
  ended_at timestamptz,
  entry   bigint NOT NULL REFERENCES ledger_entry
);
COMMENT ON TABLE  field_invitation IS 'Guests: people of the other side without an account here, named, for one task, until a day.';
COMMENT ON COLUMN field_invitation.person IS 'Row of person_detail with the guest''s name.';
COMMENT ON COLUMN field_invitation.hash IS 'SHA-256 of the invitation''s token, which only the guest has; NULL in a register restored from an export.';
CREATE INDEX field_invitation_task ON field_invitation (task);

CREATE TABLE field_device (
  id         uuid PRIMARY KEY,
  account    uuid REFERENCES account,
  invitation uuid UNIQUE REFERENCES field_invitation,
  server     uuid REFERENCES field_server,
  owner      uuid CHECK ((owner IS NULL) = (server IS NULL)),
  public_key bytea NOT NULL UNIQUE CHECK (octet_length(public_key) = 32),
  name       text NOT NULL,
  hash       bytea UNIQUE CHECK (octet_length(hash) = 32),
  made_at    timestamptz NOT NULL,
  ends_at    timestamptz NOT NULL,
  ended_at   timestamptz,
  entry      bigint NOT NULL REFERENCES ledger_entry,
  CHECK (num_nonnulls(account, invitation, server) = 1),
  CHECK (server IS NULL OR hash IS NULL)
);
COMMENT ON TABLE  field_device IS 'Phones, each bound for good to one account, one guest, or to another installation that vouches for it. A phone is taken back, never deleted: signatures are checked by its key.';
COMMENT ON COLUMN field_device.owner IS 'Who owns it there, where another installation vouches for it.';
COMMENT ON COLUMN field_device.public_key IS 'Ed25519, made on the phone.';
COMMENT ON COLUMN field_device.hash IS 'SHA-256 of the token by which the phone is known; NULL when it must log in again.';
COMMENT ON COLUMN field_device.ends_at IS 'When the token ends.';
CREATE INDEX field_device_account ON field_device (account);

CREATE TABLE field_vouched (
  device uuid NOT NULL REFERENCES field_device,
  task   uuid NOT NULL,
  side   text NOT NULL CHECK (side IN ('a', 'b')),
  entry  bigint NOT NULL REFERENCES ledger_entry,
  PRIMARY KEY (device, task, side)
);
COMMENT ON TABLE field_vouched IS 'For which side of a task the owner of a phone acts, as another installation says in its task file.';

CREATE TABLE field_record (
  id         uuid PRIMARY KEY,
  came       bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  task       uuid NOT NULL,
  kind       text NOT NULL,
  object     uuid NOT NULL,
  object_kind text NOT NULL CHECK (object_kind IN ('marker', 'segment', 'line')),
  side       text NOT NULL CHECK (side IN ('a', 'b')),
  observer   uuid NOT NULL,
  device     uuid NOT NULL,
  about      uuid,
  digest     text NOT NULL,
  body       text NOT NULL,
  standing   text NOT NULL CHECK (standing IN ('accepted', 'proposal', 'withdrawn')),
  withdrawn_by uuid CHECK (withdrawn_by <> id),
  phone_time timestamptz NOT NULL,
  server_time timestamptz NOT NULL,
  stored     timestamptz NOT NULL,
  entry      bigint NOT NULL REFERENCES ledger_entry,
  CHECK (digest = encode(sha256(convert_to(body, 'UTF8')), 'hex'))
);
COMMENT ON TABLE  field_record IS 'Observations as they were sent. A record never changes and is never deleted; that another withdrew it is added, once.';
COMMENT ON COLUMN field_record.body IS 'The canonical bytes that were sent and that its digest is of.';
COMMENT ON COLUMN field_record.standing IS 'How it stood when it came, as its receipt says: proposal where its object or task was withdrawn or moved, withdrawn where the withdrawal was here first.';
COMMENT ON COLUMN field_record.phone_time IS 'When it was made by the phone''s clock, however wrong.';
COMMENT ON COLUMN field_record.server_time IS 'When it was made, as the server reckons from the pairs of clocks that it has of the phone.';
CREATE INDEX field_record_task   ON field_record (task, came);
CREATE INDEX field_record_object ON field_record (object, came);
CREATE INDEX field_record_about  ON field_record (about) WHERE about IS NOT NULL;

CREATE FUNCTION guard_field_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.withdrawn_by IS NOT NULL OR NEW.withdrawn_by IS NULL
     OR (to_jsonb(NEW) - 'withdrawn_by') <> (to_jsonb(OLD) - 'withdrawn_by') THEN
    RAISE EXCEPTION 'a field record stays as it came, and nothing withdrawn comes back' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER field_record_guard BEFORE UPDATE ON field_record FOR EACH ROW EXECUTE FUNCTION guard_field_record();
CREATE TRIGGER field_record_kept BEFORE DELETE ON field_record FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER field_record_never_emptied BEFORE TRUNCATE ON field_record FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE field_file (
  sha256     text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  size_bytes bigint NOT NULL CHECK (size_bytes > 0),
  have       bigint NOT NULL DEFAULT 0 CHECK (have BETWEEN 0 AND size_bytes),
  media_type text NOT NULL DEFAULT '',
  task       uuid,
  device     uuid NOT NULL,
  began_at   timestamptz NOT NULL,
  done_at    timestamptz CHECK (done_at IS NULL OR have = size_bytes AND media_type <> ''),
  entry      bigint REFERENCES ledger_entry CHECK ((entry IS NULL) = (done_at IS NULL))
);
COMMENT ON TABLE  field_file IS 'Photos, voice notes, tracks and drawn signatures, by content. Those that came whole lie among the documents.';
COMMENT ON COLUMN field_file.have IS 'How many bytes came so far, without a gap.';

CREATE FUNCTION guard_field_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.done_at IS NOT NULL THEN
    RAISE EXCEPTION 'a file that came whole stays' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER field_file_guard BEFORE UPDATE ON field_file FOR EACH ROW EXECUTE FUNCTION guard_field_file();
CREATE TRIGGER field_file_kept BEFORE DELETE ON field_file FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE field_chunk (
  sha256  text NOT NULL REFERENCES field_file,
  at      bigint NOT NULL CHECK (at >= 0),
  content bytea NOT NULL,
  PRIMARY KEY (sha256, at)
);
COMMENT ON TABLE field_chunk IS 'Pieces of files that are on their way; gone when the file is whole.';
ALTER TABLE field_chunk ALTER COLUMN content SET STORAGE EXTERNAL; -- photos do not compress

CREATE TABLE field_sheet (
  digest text PRIMARY KEY,
  task   uuid NOT NULL,
  body   text NOT NULL,
  device uuid NOT NULL,
  stored timestamptz NOT NULL,
  entry  bigint NOT NULL REFERENCES ledger_entry,
  CHECK (digest = encode(sha256(convert_to(body, 'UTF8')), 'hex'))
);
COMMENT ON TABLE field_sheet IS 'Which records of a task were laid before both sides to sign, by their digests.';
CREATE INDEX field_sheet_task ON field_sheet (task);

CREATE TABLE field_signature (
  id         uuid PRIMARY KEY,
  task       uuid NOT NULL,
  sheet      text NOT NULL CHECK (sheet ~ '^[0-9a-f]{64}$'),
  side       text NOT NULL CHECK (side IN ('a', 'b')),
  signer     uuid NOT NULL,
  device     uuid NOT NULL,
  digest     text NOT NULL,
  body       text NOT NULL,
  standing   text NOT NULL CHECK (standing IN ('accepted', 'proposal')),
  phone_time timestamptz NOT NULL,
  stored     timestamptz NOT NULL,
  brought_by uuid NOT NULL,
  entry      bigint NOT NULL REFERENCES ledger_entry,
  CHECK (digest = encode(sha256(convert_to(body, 'UTF8')), 'hex'))
);
COMMENT ON TABLE  field_signature IS 'Signatures of sheets. One may come before its sheet, before the records, and by another phone than made it.';
COMMENT ON COLUMN field_signature.body IS 'Canonical JSON: the statement that was signed and the Ed25519 signature of the device.';
CREATE INDEX field_signature_task ON field_signature (task, sheet);

CREATE TABLE field_scan (
  id         uuid PRIMARY KEY,
  sheet      text NOT NULL REFERENCES field_sheet,
  task       uuid NOT NULL,
  sha256     text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  name       text NOT NULL CHECK (name <> ''),
  media_type text NOT NULL CHECK (media_type <> ''),
  size_bytes bigint NOT NULL CHECK (size_bytes > 0),
  filed_by   uuid NOT NULL REFERENCES account,
  filed_at   timestamptz NOT NULL,
  entry      bigint NOT NULL REFERENCES ledger_entry,
  UNIQUE (sheet, sha256)
);
COMMENT ON TABLE field_scan IS 'Scans of record sheets that were signed in ink and sealed.';

CREATE TABLE field_receipt (
  kind      text NOT NULL CHECK (kind IN ('record', 'file', 'sheet', 'signature')),
  id        text NOT NULL,
  body      text NOT NULL,
  signature bytea NOT NULL CHECK (octet_length(signature) = 64),
  server    uuid NOT NULL REFERENCES field_server,
  PRIMARY KEY (kind, id)
);
COMMENT ON TABLE field_receipt IS 'Receipts as they were given: whoever asks again gets the very same.';

CREATE TABLE field_clock (
  device      uuid NOT NULL REFERENCES field_device,
  phone_time  timestamptz NOT NULL,
  server_time timestamptz NOT NULL,
  PRIMARY KEY (device, server_time)
);
COMMENT ON TABLE field_clock IS 'What a phone''s clock said when the server''s said what. A pair is noted when the two run apart by other than before, and once an hour.';

CREATE TABLE field_pack (
  id        uuid PRIMARY KEY,
  task      uuid NOT NULL,
  revision  bigint NOT NULL,
  device    uuid NOT NULL REFERENCES field_device,
  sides     text[] NOT NULL,
  photos    text[] NOT NULL,
  made_at   timestamptz NOT NULL,
  ends_at   timestamptz NOT NULL,
  ended_at  timestamptz,
  size_bytes bigint NOT NULL,
  entry     bigint NOT NULL REFERENCES ledger_entry
);
COMMENT ON TABLE  field_pack IS 'What was given to a phone to take along.';
COMMENT ON COLUMN field_pack.sides IS 'For which its owner might act in the task when it was made: what they record by it is not lost when the task goes to others.';
COMMENT ON COLUMN field_pack.photos IS 'SHA-256 of the pictures that belong to it, the only ones that it may fetch.';
COMMENT ON COLUMN field_pack.ended_at IS 'When the office withdrew it; the phone deletes it when it hears of that.';
CREATE INDEX field_pack_task ON field_pack (task);

DO $$
DECLARE held text;
BEGIN
  FOREACH held IN ARRAY ARRAY['field_sheet', 'field_signature', 'field_scan', 'field_receipt'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', held || '_kept', held);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', held || '_never_emptied', held);
  END LOOP;
END $$;

GRANT SELECT, INSERT ON field_server, field_identity, field_sheet, field_signature, field_scan, field_receipt, field_clock, field_vouched TO diming_server;
GRANT SELECT, INSERT, UPDATE (hash, ended_at) ON field_invitation TO diming_server;
GRANT SELECT, INSERT, UPDATE (name, hash, ends_at, ended_at) ON field_device TO diming_server;
GRANT SELECT, INSERT, UPDATE (withdrawn_by) ON field_record TO diming_server;
GRANT SELECT, INSERT, UPDATE (size_bytes, have, media_type, task, done_at, entry) ON field_file TO diming_server;
GRANT SELECT, INSERT, DELETE ON field_chunk TO diming_server;
GRANT SELECT, INSERT, UPDATE (ended_at) ON field_pack TO diming_server;
