-- A count that was mistyped is corrected by a later report of the same shelter.
-- Belongs to shelters.

ALTER TABLE shelter_report ADD CONSTRAINT shelter_report_of UNIQUE (id, shelter);
ALTER TABLE shelter_report ADD COLUMN corrects uuid;
ALTER TABLE shelter_report ADD CONSTRAINT shelter_report_corrects_fkey FOREIGN KEY (corrects, shelter) REFERENCES shelter_report (id, shelter);
ALTER TABLE shelter_report ADD CONSTRAINT shelter_report_corrects_once UNIQUE (corrects);
ALTER TABLE shelter_report ADD CONSTRAINT shelter_report_corrects_check CHECK (corrects IS NULL OR corrects <> id AND people IS NOT NULL);
COMMENT ON COLUMN shelter_report.corrects IS 'The report of the same shelter whose count was mistyped: that count was never so. What it said of the state stands.';
