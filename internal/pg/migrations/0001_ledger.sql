-- The ledger: one append-only, hash-chained record of every change.
-- An entry and its pending row are written in the transaction of the change;
-- the sealer later gives the entry its place in the chain (docs/architecture.md).

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TABLE ledger_entry (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at          timestamptz NOT NULL,
  actor       uuid        NOT NULL,
  action      text        NOT NULL CHECK (action ~ '^[a-z_]+\.[a-z_]+$'),
  object_kind text        NOT NULL,
  object      uuid,
  county      text        NOT NULL DEFAULT '',
  public      boolean     NOT NULL DEFAULT false,
  body        text        NOT NULL
);
COMMENT ON TABLE  ledger_entry IS 'What was done: never updated, deleted or truncated.';
COMMENT ON COLUMN ledger_entry.object IS 'The object changed; NULL for a bulk entry, whose version rows name it instead.';
COMMENT ON COLUMN ledger_entry.public IS 'Whether the change feed shows the entry without a log-in.';
COMMENT ON COLUMN ledger_entry.body IS 'Canonical JSON (RFC 8785) of the whole entry, the bytes that are hashed; the other columns repeat it for queries and verify compares them.';
CREATE INDEX ledger_entry_object ON ledger_entry (object, id);
CREATE INDEX ledger_entry_actor  ON ledger_entry (actor, id);

CREATE TABLE ledger_pending (
  entry bigint PRIMARY KEY REFERENCES ledger_entry,
  xid   xid8   NOT NULL DEFAULT pg_current_xact_id()
);
COMMENT ON TABLE ledger_pending IS 'Entries that have no place in the chain yet. xid is the writing transaction: only rows below the snapshot''s xmin are sealed, in (xid, entry) order.';

CREATE TABLE ledger_seal (
  seq       bigint PRIMARY KEY CHECK (seq > 0),
  entry     bigint NOT NULL UNIQUE REFERENCES ledger_entry,
  algorithm text   NOT NULL CHECK (algorithm IN ('sha256')),
  hash      bytea  NOT NULL
);
COMMENT ON TABLE ledger_seal IS 'The chain: hash = algorithm(previous hash followed by the entry''s body); seq has no gaps.';

CREATE TRIGGER ledger_entry_kept BEFORE UPDATE OR DELETE ON ledger_entry
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_entry_never_emptied BEFORE TRUNCATE ON ledger_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_seal_kept BEFORE UPDATE OR DELETE ON ledger_seal
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_seal_never_emptied BEFORE TRUNCATE ON ledger_seal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE person_detail (
  id     uuid  PRIMARY KEY,
  key    bytea NOT NULL CHECK (octet_length(key) = 32),
  detail text  NOT NULL
);
COMMENT ON TABLE person_detail IS 'Personal data of applicants, reporters, keepers: the only place that holds it. The ledger holds HMAC-SHA-256(key, detail); erasing a person deletes the row with its key.';

GRANT SELECT, INSERT         ON ledger_entry, ledger_seal TO diming_server;
GRANT SELECT, INSERT, DELETE ON ledger_pending, person_detail TO diming_server;
