-- By which rules a division numbers its houses 门牌编号规则, inherited down the
-- tree of divisions. Written by gazetteer/numbering.
-- National law leaves the rules to the place (地名管理条例 art. 21), so that
-- each rests on a text of its own.

CREATE TABLE numbering_scheme (
  version  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  division uuid  NOT NULL REFERENCES division,
  name     text  NOT NULL CHECK (name <> ''),
  basis    text  NOT NULL CHECK (basis <> ''),
  rules    jsonb NOT NULL CHECK (jsonb_typeof(rules) = 'object'),
  valid    daterange NOT NULL CHECK (NOT isempty(valid)),
  recorded tstzrange NOT NULL DEFAULT tstzrange(clock_timestamp(), NULL) CHECK (NOT lower_inf(recorded) AND NOT isempty(recorded)),
  entry    bigint NOT NULL REFERENCES ledger_entry,
  closed_by bigint REFERENCES ledger_entry,
  CHECK (upper_inf(recorded) = (closed_by IS NULL)),
  CONSTRAINT numbering_scheme_once EXCLUDE USING gist (division WITH =, valid WITH &&) WHERE (upper_inf(recorded))
);
COMMENT ON TABLE numbering_scheme IS 'How a division and those below it number houses, until one of them has a scheme of its own.';
COMMENT ON COLUMN numbering_scheme.basis IS 'The text that the rules rest on (依据).';
COMMENT ON COLUMN numbering_scheme.rules IS 'The parameters of gazetteer/numbering.Scheme, without name and basis; lengths in metres.';
SELECT guard_versions_of('numbering_scheme');
CREATE INDEX numbering_scheme_entry  ON numbering_scheme (entry);
CREATE INDEX numbering_scheme_closed ON numbering_scheme (closed_by) WHERE closed_by IS NOT NULL;
