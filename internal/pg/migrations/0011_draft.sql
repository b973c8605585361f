-- What people have begun and not finished, and answers that may be asked for
-- again. Neither is part of the register. Written by internal/desk.

CREATE TABLE draft (
  account   uuid NOT NULL REFERENCES account,
  kind      text NOT NULL CHECK (kind ~ '^[a-z_]{1,32}$'),
  object    text NOT NULL CHECK (object <> '' AND length(object) <= 64),
  body      text NOT NULL CHECK (octet_length(body) <= 65536),
  base_etag text NOT NULL DEFAULT '',
  saved_at  timestamptz NOT NULL,
  PRIMARY KEY (account, kind, object)
);
COMMENT ON TABLE  draft IS 'Edits that somebody began: their own, seen by nobody else, deleted after half a year.';
COMMENT ON COLUMN draft.base_etag IS 'Which version of the object the edit began with.';

CREATE TABLE answered_write (
  actor    uuid  NOT NULL,
  key      text  NOT NULL CHECK (key <> '' AND length(key) <= 200),
  digest   bytea NOT NULL CHECK (octet_length(digest) = 32),
  answer   text  NOT NULL DEFAULT '',
  at       timestamptz NOT NULL,
  PRIMARY KEY (actor, key)
);
COMMENT ON TABLE answered_write IS 'Writes that were made under an Idempotency-Key, with their answers, for a day: asked again, the same answer is given and nothing is done. A row is written in the transaction of its write.';
COMMENT ON COLUMN answered_write.digest IS 'SHA-256 of what was asked: the same key for something else is refused.';
CREATE INDEX answered_write_at ON answered_write (at);

GRANT SELECT, INSERT, UPDATE, DELETE ON draft, answered_write TO diming_server;
