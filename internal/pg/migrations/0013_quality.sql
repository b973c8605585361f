-- Findings about the register's own data (no reading, point outside its
-- division …), who sees to them, and how many there were day by day. Written
-- by gazetteer/quality.

CREATE TABLE quality_finding (
  place    uuid NOT NULL REFERENCES place,
  check_id text NOT NULL,
  detail   text NOT NULL DEFAULT '',
  state    text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'assigned', 'accepted', 'fixed')),
  owner    uuid REFERENCES account,
  reason   text NOT NULL DEFAULT '',
  found_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  fixed_at timestamptz,
  entry    bigint REFERENCES ledger_entry,
  PRIMARY KEY (check_id, place),
  CHECK (state <> 'assigned' OR owner IS NOT NULL),
  CHECK (state <> 'accepted' OR reason <> ''),
  CHECK ((state = 'fixed') = (fixed_at IS NOT NULL))
);
COMMENT ON TABLE  quality_finding IS 'What a check yields of a place. A finding is fixed when its check no longer yields it, and open again when it does.';
COMMENT ON COLUMN quality_finding.detail IS 'What was found. One that was accepted as it is opens again when this changes.';
COMMENT ON COLUMN quality_finding.entry IS 'The ledger entry of the last decision; NULL before the first.';
CREATE INDEX quality_finding_place ON quality_finding (place);
CREATE INDEX quality_finding_state ON quality_finding (check_id, state, place);
CREATE INDEX quality_finding_owner ON quality_finding (owner) WHERE state = 'assigned';

CREATE TABLE quality_count (
  day      date NOT NULL,
  check_id text NOT NULL,
  county   text NOT NULL,
  open     integer NOT NULL CHECK (open >= 0),
  accepted integer NOT NULL CHECK (accepted >= 0),
  PRIMARY KEY (day, check_id, county)
);
COMMENT ON TABLE  quality_count IS 'How many findings there were at the last run of a day: the trend.';
COMMENT ON COLUMN quality_count.open IS 'Open or assigned.';

GRANT SELECT, INSERT, UPDATE (detail, state, owner, reason, found_at, fixed_at, entry) ON quality_finding TO diming_server;
GRANT SELECT, INSERT, UPDATE ON quality_count TO diming_server;
