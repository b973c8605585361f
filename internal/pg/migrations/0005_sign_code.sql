-- Codes printed on signs: an opaque token that leads to a place.

CREATE TABLE sign_code (
  token   text PRIMARY KEY CHECK (token ~ '^[0-9A-HJKMNP-TV-Z]{10}$'),
  place   uuid NOT NULL REFERENCES place,
  issued  timestamptz NOT NULL DEFAULT clock_timestamp(),
  revoked text
);
COMMENT ON COLUMN sign_code.token IS '8 random characters and 2 Reed-Solomon symbols, Crockford base 32.';
COMMENT ON COLUMN sign_code.revoked IS 'Why the code no longer leads anywhere; NULL while it does. A token is never used again.';
CREATE UNIQUE INDEX sign_code_place ON sign_code (place) WHERE revoked IS NULL;

GRANT SELECT, INSERT, UPDATE (revoked) ON sign_code TO diming_server;
