-- The papers 避险告示 that hang in villages: which version was made of what, and
-- where which one hangs. Written by shelters/poster.

CREATE TABLE village_paper (
  village uuid NOT NULL REFERENCES division,
  n       int  NOT NULL CHECK (n > 0),
  digest  text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
  made    date NOT NULL,
  actor   uuid NOT NULL,
  at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  entry   bigint NOT NULL REFERENCES ledger_entry,
  PRIMARY KEY (village, n)
);
COMMENT ON COLUMN village_paper.n IS 'The number on the paper: one more whenever it says something else.';
COMMENT ON COLUMN village_paper.digest IS 'SHA-256 of what it says, without its number and day: another one now, and the paper that hangs is out of date.';
CREATE INDEX village_paper_entry ON village_paper (entry);

CREATE TABLE village_paper_posted (
  village uuid NOT NULL,
  n       int  NOT NULL,
  k       int  NOT NULL CHECK (k > 0),
  on_day  date NOT NULL,
  places  text NOT NULL DEFAULT '' CHECK (char_length(places) <= 200),
  actor   uuid NOT NULL,
  at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  entry   bigint NOT NULL REFERENCES ledger_entry,
  PRIMARY KEY (village, k),
  FOREIGN KEY (village, n) REFERENCES village_paper
);
COMMENT ON TABLE village_paper_posted IS 'That somebody put a version up on a day, and where; what was put up last hangs, in the order of k.';
CREATE INDEX village_paper_posted_version ON village_paper_posted (village, n);
CREATE INDEX village_paper_posted_entry   ON village_paper_posted (entry);

CREATE TRIGGER village_paper_kept BEFORE UPDATE OR DELETE ON village_paper FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER village_paper_posted_kept BEFORE UPDATE OR DELETE ON village_paper_posted FOR EACH ROW EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT ON village_paper, village_paper_posted TO diming_server;
