-- Plates that hung before the register kept plates 普查登记, and the codes that
-- they bear. Written by signs/plate.

INSERT INTO plate_transition (step, from_state, to_state) VALUES ('find', 'planned', 'in_use');

CREATE TABLE wall_code (
  text    text PRIMARY KEY CHECK (text <> '' AND length(text) <= 2000),
  request text NOT NULL,
  host    text NOT NULL,
  plate   uuid NOT NULL REFERENCES plate,
  entry   bigint NOT NULL REFERENCES ledger_entry
);
COMMENT ON TABLE wall_code IS 'Codes that other makers put on walls: the text of each, and the plate that bears it.';
COMMENT ON COLUMN wall_code.request IS 'Of a web address: its path and query, as a server to which its host is pointed is asked for it. Else empty.';
COMMENT ON COLUMN wall_code.host IS 'Of a web address: its host in small letters, without the port. Else empty.';
CREATE INDEX wall_code_request ON wall_code (request) WHERE request <> '';
CREATE UNIQUE INDEX wall_code_plate ON wall_code (plate);
CREATE TRIGGER wall_code_kept BEFORE UPDATE OR DELETE ON wall_code FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER wall_code_never_emptied BEFORE TRUNCATE ON wall_code FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT ON wall_code TO diming_server;
