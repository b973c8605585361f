-- What places claimed before an import changed them, so that its undoing gives
-- each name back to whom it belonged. Written by gazetteer.

CREATE TABLE name_claim_past (
  entry       bigint NOT NULL REFERENCES ledger_entry,
  place       uuid   NOT NULL REFERENCES place,
  scope       uuid   NOT NULL,
  class_group text   NOT NULL,
  key         text   NOT NULL,
  valid       daterange CHECK (NOT isempty(valid)),
  other       uuid   REFERENCES place,
  UNIQUE NULLS NOT DISTINCT (entry, place, scope, class_group, key, valid)
);
COMMENT ON TABLE  name_claim_past IS 'The claims and findings 重 that a place had until entry, of an import, changed what its name claims.';
COMMENT ON COLUMN name_claim_past.valid IS 'Of a claim that the place held; NULL where it had lost the claim and bore a finding.';
COMMENT ON COLUMN name_claim_past.other IS 'Of a finding: the place that held the claim.';

GRANT SELECT, INSERT ON name_claim_past TO diming_server;
