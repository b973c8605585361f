-- Accounts, the roles they hold in divisions, their sessions, API tokens and
-- security keys, and the limits on log-ins. Written by internal/account.

-- The divisions that hold a division, itself among them, in today's tree; of a
-- division that is no more, by its last version. It belongs to boundaries,
-- which writes the table that it reads: rights are asked by the tree, and
-- internal/account stands below boundaries.
CREATE FUNCTION division_above(id uuid) RETURNS TABLE (division uuid) LANGUAGE sql STABLE AS $$
  WITH RECURSIVE up AS (
    SELECT $1 AS division, 0 AS depth
    UNION ALL
    SELECT v.parent, up.depth + 1
    FROM up, LATERAL (
      SELECT d.parent FROM division_version d
      WHERE d.division = up.division AND upper_inf(d.recorded)
      ORDER BY d.valid @> (now() AT TIME ZONE 'Asia/Shanghai')::date DESC, upper(d.valid) DESC NULLS FIRST
      LIMIT 1) v
    WHERE v.parent IS NOT NULL AND up.depth < 10)
  SELECT up.division FROM up
$$;

-- What is held of persons, published by internal/ledger for the names of accounts.
CREATE VIEW person_held AS SELECT id, detail FROM person_detail;

CREATE TABLE account (
  id            uuid PRIMARY KEY,
  login         text NOT NULL UNIQUE CHECK (login <> '' AND login = lower(login)),
  person        uuid NOT NULL,
  password      text NOT NULL DEFAULT '',
  password_at   timestamptz,
  must_change   boolean NOT NULL DEFAULT false,
  disabled_at   timestamptz,
  demo          boolean NOT NULL DEFAULT false,
  created_at    timestamptz NOT NULL
);
COMMENT ON TABLE  account IS 'People who may log in. An account is disabled, never deleted: the ledger names it.';
COMMENT ON COLUMN account.login IS 'What is typed to log in, in lower case; stands here only, never in the ledger.';
COMMENT ON COLUMN account.person IS 'The row of person_detail with the name; the name may be erased, the account stays.';
COMMENT ON COLUMN account.password IS 'Argon2id in PHC form; empty where nobody can log in by password.';
COMMENT ON COLUMN account.demo IS 'Made for the demo with a password that everybody knows: refused under a public URL that is not local.';

CREATE TABLE account_password (
  account uuid NOT NULL REFERENCES account,
  set_at  timestamptz NOT NULL,
  hash    text NOT NULL,
  PRIMARY KEY (account, set_at)
);
COMMENT ON TABLE account_password IS 'Passwords an account had before, as Argon2id, so that none comes back too soon.';

CREATE TABLE account_role (
  account  uuid NOT NULL REFERENCES account,
  role     text NOT NULL CHECK (role IN ('admin', 'auditor', 'clerk', 'reviewer', 'approver', 'numberer', 'installer',
             'inspector', 'patroller', 'shelter_keeper', 'moderator', 'importer')),
  division uuid REFERENCES division,
  duty     text NOT NULL GENERATED ALWAYS AS (CASE WHEN role IN ('admin', 'auditor') THEN role ELSE 'business' END) STORED,
  mixed    boolean NOT NULL DEFAULT false,
  entry    bigint NOT NULL REFERENCES ledger_entry,
  UNIQUE NULLS NOT DISTINCT (account, role, division),
  CONSTRAINT account_one_duty EXCLUDE USING gist (account WITH =, duty WITH <>) WHERE (NOT mixed)
);
COMMENT ON TABLE  account_role IS 'Who holds which role where. Taking a role away deletes the row; the ledger keeps that it was.';
COMMENT ON COLUMN account_role.division IS 'The role reaches this division and what it holds; NULL: the whole register.';
COMMENT ON COLUMN account_role.mixed IS 'Granted while a setting let one account hold roles of several duties (三员分立 put aside).';
CREATE INDEX account_role_division ON account_role (division);

CREATE TABLE account_session (
  id         uuid PRIMARY KEY,
  hash       bytea NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
  account    uuid NOT NULL REFERENCES account,
  began_at   timestamptz NOT NULL,
  seen_at    timestamptz NOT NULL,
  ends_at    timestamptz NOT NULL,
  ended_at   timestamptz,
  factor     text NOT NULL CHECK (factor IN ('none', 'needed', 'done')),
  last_at      timestamptz,
  last_address text,
  failed_since integer NOT NULL DEFAULT 0
);
COMMENT ON TABLE  account_session IS 'Who is logged in. hash is the SHA-256 of the token, which only the client has.';
COMMENT ON COLUMN account_session.ends_at IS 'The session ends then whatever is done; before, by standing idle since seen_at.';
COMMENT ON COLUMN account_session.last_at IS 'The log-in before this one, shown to its owner, with its address and the failed ones since.';
CREATE INDEX account_session_account ON account_session (account) WHERE ended_at IS NULL;

CREATE TABLE account_token (
  id        uuid PRIMARY KEY,
  hash      bytea NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
  account   uuid NOT NULL REFERENCES account,
  name      text NOT NULL CHECK (name <> ''),
  prefix    text NOT NULL,
  scope     text[] NOT NULL CHECK (cardinality(scope) > 0),
  made_at   timestamptz NOT NULL,
  expires   timestamptz NOT NULL,
  used_at   timestamptz,
  ended_at  timestamptz
);
COMMENT ON TABLE  account_token IS 'API tokens: what an account lets a program do for it, until when.';
COMMENT ON COLUMN account_token.prefix IS 'The first characters of the token, by which its owner knows it again.';
CREATE INDEX account_token_account ON account_token (account);

CREATE TABLE account_key (
  id        bytea PRIMARY KEY,
  account   uuid NOT NULL REFERENCES account,
  name      text NOT NULL,
  credential jsonb NOT NULL,
  made_at   timestamptz NOT NULL,
  used_at   timestamptz
);
COMMENT ON TABLE account_key IS 'Security keys (WebAuthn): the public half, and how often it signed.';
CREATE INDEX account_key_account ON account_key (account);

CREATE TABLE account_challenge (
  session  uuid NOT NULL REFERENCES account_session ON DELETE CASCADE,
  purpose  text NOT NULL CHECK (purpose IN ('register', 'sign')),
  data     jsonb NOT NULL,
  ends_at  timestamptz NOT NULL,
  PRIMARY KEY (session, purpose)
);
COMMENT ON TABLE account_challenge IS 'What a security key was asked to sign; used once.';

CREATE TABLE account_subject (
  issuer   text NOT NULL,
  subject  text NOT NULL,
  account  uuid NOT NULL REFERENCES account,
  PRIMARY KEY (issuer, subject)
);
COMMENT ON TABLE account_subject IS 'By which identity of an OpenID provider an account logs in.';

CREATE TABLE oidc_attempt (
  state    text PRIMARY KEY,
  nonce    text NOT NULL,
  verifier text NOT NULL,
  account  uuid REFERENCES account,
  ends_at  timestamptz NOT NULL
);
COMMENT ON TABLE  oidc_attempt IS 'A log-in on its way through an OpenID provider; used once.';
COMMENT ON COLUMN oidc_attempt.account IS 'Set where the way is to link an account that is logged in.';

-- Addresses are personal data: they stand here, with an end, and not in the ledger.
CREATE TABLE log_in (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account  uuid REFERENCES account,
  address  text NOT NULL,
  outcome  text NOT NULL CHECK (outcome IN ('ok', 'wrong', 'refused')),
  hour     timestamptz NOT NULL,
  first_at timestamptz NOT NULL,
  last_at  timestamptz NOT NULL,
  count    integer NOT NULL DEFAULT 1
);
COMMENT ON TABLE  log_in IS 'Log-ins and from where, kept as long as the setting log.retain_months says.';
COMMENT ON COLUMN log_in.account IS 'NULL where nobody bears the name that was typed; the name is not kept, it may be a password.';
COMMENT ON COLUMN log_in.count IS 'Failed ones are counted by account, address and hour.';
CREATE UNIQUE INDEX log_in_failed ON log_in (account, address, outcome, hour) NULLS NOT DISTINCT WHERE outcome <> 'ok';
CREATE INDEX log_in_account ON log_in (account, last_at);
CREATE INDEX log_in_last ON log_in (last_at);

CREATE TABLE log_in_limit (
  scope text NOT NULL CHECK (scope IN ('address', 'login', 'pair')),
  key   bytea NOT NULL,
  tries integer NOT NULL,
  since timestamptz NOT NULL,
  until timestamptz,
  PRIMARY KEY (scope, key)
);
COMMENT ON TABLE  log_in_limit IS 'Tries not yet known to be right, by address, by login and by both; the same for logins that nobody bears.';
COMMENT ON COLUMN log_in_limit.key IS 'SHA-256 of what is limited.';
COMMENT ON COLUMN log_in_limit.until IS 'No try is looked at before then.';
CREATE INDEX log_in_limit_since ON log_in_limit (since);

CREATE TABLE log_in_tally (
  subject  text PRIMARY KEY,
  account  uuid REFERENCES account,
  since    timestamptz NOT NULL,
  failures integer NOT NULL,
  limited  boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE  log_in_tally IS 'Failed log-ins that the ledger will be told of in one entry: an account''s, or all those of names that nobody bears.';
COMMENT ON COLUMN log_in_tally.limited IS 'The ledger was told that a limit was reached.';

GRANT EXECUTE ON FUNCTION division_above TO diming_server;
GRANT SELECT ON person_held TO diming_server;
GRANT SELECT, INSERT, UPDATE ON account TO diming_server;
GRANT SELECT, INSERT, DELETE ON account_role, account_password, account_subject TO diming_server;
GRANT SELECT, INSERT, UPDATE, DELETE ON account_session, account_token, account_key, account_challenge, oidc_attempt,
  log_in, log_in_limit, log_in_tally TO diming_server;
