-- Supervision 监督检查: rectification notices 整改通知书, talks 约谈 and reports
-- 举报 (地名管理条例 arts. 29–33). Written by gazetteer/supervision.

CREATE TABLE supervision (
  id        uuid PRIMARY KEY,
  kind      text NOT NULL CHECK (kind IN ('notice', 'talk', 'report')),
  division  uuid NOT NULL REFERENCES division,
  number    text NOT NULL DEFAULT '',
  party     text NOT NULL DEFAULT '',
  subject   text NOT NULL CHECK (subject <> '' OR kind = 'report'),
  body      text NOT NULL DEFAULT '',
  basis     text NOT NULL DEFAULT '',
  place     uuid REFERENCES place,
  made_on   date NOT NULL,
  due_on    date CHECK (due_on >= made_on),
  state     text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'void')),
  result    text NOT NULL DEFAULT '',
  closed_on date,
  person    uuid,
  entry     bigint NOT NULL REFERENCES ledger_entry,
  CHECK ((state = 'open') = (closed_on IS NULL)),
  CHECK (state = 'open' OR result <> ''),
  CHECK (kind <> 'notice' OR number <> '' AND party <> '' AND body <> '' AND due_on IS NOT NULL)
);
COMMENT ON COLUMN supervision.party IS 'To whom: an organisation. Persons stand in person_detail alone.';
COMMENT ON COLUMN supervision.subject IS 'In a line, in the officer''s words; of a report empty until an officer writes it: what was reported may tell who did.';
COMMENT ON COLUMN supervision.person IS 'Row of person_detail: of a report its reporter and its own words, both kept secret (art. 33).';
CREATE UNIQUE INDEX supervision_number ON supervision (division, number) WHERE number <> '';
CREATE INDEX supervision_due ON supervision (due_on) WHERE state = 'open';

GRANT SELECT, INSERT, UPDATE (subject, place, state, result, closed_on, entry) ON supervision TO diming_server;
