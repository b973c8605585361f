-- Shelters, contacts and policies out of spreadsheets: what each import wrote,
-- object by object, so that it is undone. Written by importers.

CREATE TABLE import_write (
  id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run    uuid   NOT NULL,
  kind   text   NOT NULL CHECK (kind IN ('shelters', 'officers', 'policies')),
  object uuid   NOT NULL,
  did    text   NOT NULL CHECK (did IN ('added', 'changed', 'noted')),
  before text   NOT NULL DEFAULT '' CHECK (before = '' OR did = 'changed'),
  entry  bigint NOT NULL REFERENCES ledger_entry,
  undone bigint REFERENCES ledger_entry
);
COMMENT ON TABLE import_write IS 'Which shelters, contacts and policies an import wrote, in the transaction of each batch; run is import_run.id or import_job.id, as in import_entry.';
COMMENT ON COLUMN import_write.did IS 'noted: a look at a building or the trial of a number, which stays for ever.';
COMMENT ON COLUMN import_write.before IS 'What a contact or a policy said before, as JSON; of a person only the row of person_detail. A shelter has versions for that.';
COMMENT ON COLUMN import_write.undone IS 'The entry that took it back; NULL while it stands.';
CREATE INDEX import_write_run    ON import_write (run);
CREATE INDEX import_write_entry  ON import_write (entry);
CREATE INDEX import_write_undone ON import_write (undone) WHERE undone IS NOT NULL;

GRANT SELECT, INSERT, UPDATE (undone) ON import_write TO diming_server;

COMMENT ON COLUMN import_run.kind IS 'What its rows are: places, divisions, shelters, officers, policies.';
ALTER TABLE import_mapping DROP CONSTRAINT import_mapping_kind_check,
  ADD CHECK (kind IN ('places', 'divisions', 'shelters', 'officers', 'policies'));

ALTER TABLE village_policy ADD COLUMN withdrawn text CHECK (withdrawn <> '');
COMMENT ON COLUMN village_policy.withdrawn IS 'Why it should never have stood on a card; NULL while it stands. One that holds no longer has a last day instead.';
