-- Undoing an import: which entries of the ledger a run wrote, what its rows
-- said of the source before, and mappings of headings saved by name.

CREATE TABLE import_entry (
  entry bigint  PRIMARY KEY REFERENCES ledger_entry,
  run   uuid    NOT NULL,
  undo  boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE import_entry IS 'The bulk entries of one import, written in the transaction of each batch; undo says that the entry took the others of its run back. run is import_run.id.';
CREATE INDEX import_entry_run ON import_entry (run);

ALTER TABLE place_source ADD COLUMN entry bigint REFERENCES ledger_entry;
COMMENT ON COLUMN place_source.entry IS 'The bulk entry that brought the row of the source in; NULL for those from before it was kept.';
CREATE INDEX place_source_entry ON place_source (entry) WHERE entry IS NOT NULL;

CREATE TABLE place_source_past (
  entry  bigint NOT NULL REFERENCES ledger_entry,
  source text   NOT NULL,
  key    text   NOT NULL,
  digest bytea  NOT NULL,
  PRIMARY KEY (entry, source, key)
);
COMMENT ON TABLE place_source_past IS 'The digest that a row of a source had until entry changed it, so that an undone import leaves what its source last said.';

ALTER TABLE division_event ADD COLUMN undone bigint REFERENCES ledger_entry;
COMMENT ON COLUMN division_event.undone IS 'The entry that took the import of the event back; NULL while the event stands.';

CREATE TABLE import_mapping (
  name    text PRIMARY KEY CHECK (name <> '' AND length(name) <= 100),
  kind    text NOT NULL CHECK (kind IN ('places', 'divisions')),
  fields  text NOT NULL,
  actor   uuid NOT NULL,
  saved   timestamptz NOT NULL,
  entry   bigint NOT NULL REFERENCES ledger_entry
);
COMMENT ON TABLE import_mapping IS 'Which heading of a file fills which field, kept under a name. What it said before and who changed it when stands in the ledger.';
COMMENT ON COLUMN import_mapping.fields IS 'A JSON object of headings to fields; an empty field is a column left out on purpose.';

GRANT SELECT, INSERT ON import_entry, place_source_past TO diming_server;
GRANT UPDATE (entry), DELETE ON place_source TO diming_server;
GRANT UPDATE (undone) ON division_event TO diming_server;
GRANT SELECT, INSERT, UPDATE, DELETE ON import_mapping TO diming_server;
