-- Links by which calendar programs read an account's deadlines: they cannot log
-- in, so the link is the proof. Written by internal/account.

CREATE TABLE account_calendar (
  account uuid PRIMARY KEY REFERENCES account,
  id      uuid NOT NULL UNIQUE,
  hash    bytea NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
  made_at timestamptz NOT NULL,
  used_at timestamptz
);
COMMENT ON TABLE account_calendar IS 'One an account: making another ends the one before. Of the link itself the SHA-256 only.';

GRANT SELECT, INSERT, UPDATE, DELETE ON account_calendar TO diming_server;
