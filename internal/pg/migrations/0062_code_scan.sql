-- How often codes are scanned, and what lets the pages behind them follow the
-- register. Written by signs.

CREATE TABLE code_scan_day (
  token text   NOT NULL REFERENCES sign_code,
  day   date   NOT NULL,
  n     bigint NOT NULL CHECK (n > 0),
  PRIMARY KEY (token, day)
);
COMMENT ON TABLE code_scan_day IS 'How often the page of a code was asked for on a day: no time and no address, nobody can be told from it.';

CREATE INDEX sign_code_issued ON sign_code (issued);
CREATE INDEX plate_tag        ON plate (tag);
CREATE INDEX address_tag      ON address (tag);

GRANT SELECT, INSERT, UPDATE (n) ON code_scan_day TO diming_server;
