-- Standard addresses 标准地址: versions in two times that name their places and
-- divisions and never copy what these are called, and the steps by which the
-- state of an address changes. Written by gazetteer/address.
-- 地名管理条例 (国务院令第753号) art. 21.

CREATE TABLE address (
  id        uuid PRIMARY KEY,
  state     text   NOT NULL DEFAULT 'numbered' CHECK (state IN ('numbered', 'confirmed', 'in_use', 'cancelled', 'changed')),
  tag       bigint NOT NULL REFERENCES ledger_entry,
  withdrawn text,
  successor uuid REFERENCES address,
  CHECK (successor IS DISTINCT FROM id),
  CHECK (state <> 'changed' OR successor IS NOT NULL),
  CHECK (successor IS NULL OR state = 'changed' OR withdrawn IS NOT NULL)
);
COMMENT ON COLUMN address.state IS 'That to which the last row of address_step led, or numbered; a trigger holds it to that at every commit.';
COMMENT ON COLUMN address.tag IS 'The entry that last changed what the address is or its state: the revision that a change says it has seen.';
COMMENT ON COLUMN address.withdrawn IS 'Why the register withdrew the object (entered in error, or a duplicate of successor); NULL while it stands. An address that ends in law is cancelled or changed.';
COMMENT ON COLUMN address.successor IS 'The address that carries on where this one was changed: another number, street, building or room.';
CREATE INDEX address_successor ON address (successor) WHERE successor IS NOT NULL;

CREATE TABLE address_version (
  version       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  address       uuid      NOT NULL REFERENCES address,
  county        text      NOT NULL DEFAULT '',
  kind          text      NOT NULL CHECK (kind IN ('main', 'auxiliary')),
  main          uuid      REFERENCES address,
  division      uuid      NOT NULL REFERENCES division,
  settlement    uuid      REFERENCES place,
  way           uuid      REFERENCES place,
  number        text      NOT NULL DEFAULT '' CHECK (number ~ '^([1-9][0-9]{0,5})?$'),
  sub           text      NOT NULL DEFAULT '' CHECK (sub ~ '^([1-9][0-9]{0,3})?$'),
  insert_format text      NOT NULL DEFAULT '' CHECK (insert_format IN ('', '-', '之', '附')),
  compound      uuid      REFERENCES place,
  building      text      NOT NULL DEFAULT '' CHECK (building !~ '[[:space:]]' AND char_length(building) <= 20),
  unit          text      NOT NULL DEFAULT '' CHECK (unit !~ '[[:space:]]' AND char_length(unit) <= 20),
  floor         text      NOT NULL DEFAULT '' CHECK (floor !~ '[[:space:]]' AND char_length(floor) <= 20),
  room          text      NOT NULL DEFAULT '' CHECK (room !~ '[[:space:]]' AND char_length(room) <= 20),
  entrance      geometry(Point, 4490) CHECK (NOT ST_IsEmpty(entrance)),
  plate         geometry(Point, 4490) CHECK (NOT ST_IsEmpty(plate)),
  visibility    text      NOT NULL DEFAULT 'internal' CHECK (visibility IN ('public', 'internal')),
  source        text      NOT NULL CHECK (source <> ''),
  valid         daterange NOT NULL CHECK (NOT isempty(valid)),
  recorded      tstzrange NOT NULL DEFAULT tstzrange(clock_timestamp(), NULL) CHECK (NOT lower_inf(recorded) AND NOT isempty(recorded)),
  entry         bigint    NOT NULL REFERENCES ledger_entry,
  closed_by     bigint    REFERENCES ledger_entry,
  CONSTRAINT address_main_of_auxiliary CHECK ((kind = 'auxiliary') = (main IS NOT NULL)),
  CHECK (main IS DISTINCT FROM address),
  CONSTRAINT address_sub_of_number CHECK ((sub = '') = (insert_format = '') AND (sub = '' OR number <> '')),
  CONSTRAINT address_names_something CHECK (number <> '' OR building <> '' OR compound IS NOT NULL),
  CHECK (upper_inf(recorded) = (closed_by IS NULL)),
  CONSTRAINT address_version_once EXCLUDE USING gist (address WITH =, valid WITH &&) WHERE (upper_inf(recorded)),
  CONSTRAINT address_once EXCLUDE USING gist (
    (md5(coalesce(way, settlement, division)::text || '|' || number || '|' || sub || '|' || coalesce(compound::text, '') || '|' || building || '|' || unit || '|' || floor || '|' || room)::uuid) WITH =,
    valid WITH &&) WHERE (upper_inf(recorded) AND kind = 'main')
);
COMMENT ON TABLE address_version IS 'What an address is made of. Its text is no column: it is made from these references and what they are called on the day asked about, so that a rename changes every text under it.';
COMMENT ON COLUMN address_version.kind IS 'main 主地址, or auxiliary 辅地址: another way to address what main addresses, such as a back gate.';
COMMENT ON COLUMN address_version.division IS 'The lowest division held that it lies in: a village or community, or a township where none is held.';
COMMENT ON COLUMN address_version.settlement IS 'Natural village 自然村, where there is one.';
COMMENT ON COLUMN address_version.way IS 'Street, lane 街路巷; NULL where the natural village or the division is numbered.';
COMMENT ON COLUMN address_version.number IS 'Door number without 号.';
COMMENT ON COLUMN address_version.sub IS 'Number of a door inserted behind number, written with insert_format: 12-1号, 12之1号, 12附1号.';
COMMENT ON COLUMN address_version.compound IS 'Housing estate or yard 小区、院落.';
COMMENT ON COLUMN address_version.building IS 'Designation alone, without 幢; unit, floor and room likewise without 单元, 层, 室.';
COMMENT ON COLUMN address_version.entrance IS 'Where one goes in; CGCS2000.';
COMMENT ON COLUMN address_version.plate IS 'Where the plate hangs; CGCS2000.';
COMMENT ON CONSTRAINT address_once ON address_version IS 'One standing main address for a number in its street, natural village or division, down to the room, on any day. The digest stands for the parts, whose texts together are too wide for an index.';
CREATE INDEX address_version_address    ON address_version (address);
CREATE INDEX address_version_main       ON address_version (main) WHERE main IS NOT NULL;
CREATE INDEX address_version_division   ON address_version (division);
CREATE INDEX address_version_way        ON address_version (way) WHERE way IS NOT NULL;
CREATE INDEX address_version_settlement ON address_version (settlement) WHERE settlement IS NOT NULL;
CREATE INDEX address_version_compound   ON address_version (compound) WHERE compound IS NOT NULL;
CREATE INDEX address_version_entrance   ON address_version USING gist (entrance) WHERE upper_inf(recorded);
CREATE INDEX address_version_entry      ON address_version (entry);
CREATE INDEX address_version_closed     ON address_version (closed_by) WHERE closed_by IS NOT NULL;
SELECT guard_versions_of('address_version');

-- On every day on which an auxiliary address stands, its main address stands
-- as one. The main address's row is held while this is looked at, so that of
-- a new auxiliary address and a cancellation at once one sees the other.
CREATE FUNCTION check_auxiliary_address() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  lost uuid;
  heads uuid[] := CASE WHEN TG_OP = 'INSERT' THEN ARRAY[NEW.main] ELSE ARRAY[OLD.address] END;
BEGIN
  PERFORM FROM address WHERE id = ANY(heads) FOR SHARE;
  SELECT a.address INTO lost FROM address_version a
    WHERE a.main = ANY(heads) AND upper_inf(a.recorded)
      AND NOT coalesce(datemultirange(a.valid) <@ (SELECT range_agg(m.valid) FROM address_version m
        WHERE m.address = a.main AND m.kind = 'main' AND upper_inf(m.recorded)), false)
    LIMIT 1;
  IF lost IS NOT NULL THEN
    RAISE EXCEPTION 'auxiliary address %: its main address does not stand on every day on which it does', lost
      USING ERRCODE = 'check_violation', CONSTRAINT = 'address_auxiliary_of_main';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER address_auxiliary_has_main AFTER INSERT ON address_version DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.kind = 'auxiliary') EXECUTE FUNCTION check_auxiliary_address();
CREATE CONSTRAINT TRIGGER address_main_keeps_auxiliary AFTER UPDATE ON address_version DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.kind = 'main') EXECUTE FUNCTION check_auxiliary_address();

CREATE TABLE address_transition (
  step       text NOT NULL,
  from_state text NOT NULL,
  to_state   text NOT NULL,
  PRIMARY KEY (step, from_state, to_state)
);
COMMENT ON TABLE address_transition IS 'The steps of an address: from which state to which. The same table stands in code; a test compares them.';
INSERT INTO address_transition (step, from_state, to_state)
  VALUES ('confirm', 'numbered', 'confirmed'), ('use', 'confirmed', 'in_use')
  UNION ALL SELECT 'cancel', f, 'cancelled' FROM unnest('{numbered,confirmed,in_use}'::text[]) f
  UNION ALL SELECT 'change', f, 'changed' FROM unnest('{numbered,confirmed,in_use}'::text[]) f;

CREATE TABLE address_step (
  address    uuid NOT NULL REFERENCES address,
  n          int  NOT NULL CHECK (n > 0),
  step       text NOT NULL,
  from_state text NOT NULL,
  to_state   text NOT NULL,
  on_day     date NOT NULL,
  note       text NOT NULL DEFAULT '',
  actor      uuid NOT NULL,
  at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  entry      bigint NOT NULL REFERENCES ledger_entry,
  PRIMARY KEY (address, n),
  CONSTRAINT address_step_leads FOREIGN KEY (step, from_state, to_state) REFERENCES address_transition
);
COMMENT ON TABLE address_step IS 'How the state of an address changed, one row a step, for ever.';
CREATE INDEX address_step_entry ON address_step (entry);

-- A step begins where the one before it led, so that the steps of an address
-- are one chain from 'numbered'; rows of an export come in the order of n.
CREATE FUNCTION guard_address_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before address_step;
BEGIN
  SELECT * INTO before FROM address_step WHERE address = NEW.address ORDER BY n DESC LIMIT 1;
  IF NEW.from_state <> coalesce(before.to_state, 'numbered') OR NEW.n <> coalesce(before.n, 0) + 1 THEN
    RAISE EXCEPTION 'address %: no step % leads from % to %', NEW.address, NEW.step, coalesce(before.to_state, 'numbered'), NEW.to_state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'address_step_leads';
  END IF;
  IF NEW.on_day < before.on_day THEN
    RAISE EXCEPTION 'address %: the step before was on %', NEW.address, before.on_day USING ERRCODE = 'check_violation', CONSTRAINT = 'address_step_in_order';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER address_step_follows BEFORE INSERT ON address_step FOR EACH ROW EXECUTE FUNCTION guard_address_step();

-- An address is in the state to which its last step led, at every commit; one
-- that was cancelled or changed stands on no day without an end.
CREATE FUNCTION check_address_state() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  which uuid := CASE TG_TABLE_NAME WHEN 'address' THEN (to_jsonb(NEW)->>'id')::uuid ELSE (to_jsonb(NEW)->>'address')::uuid END;
  now_in text;
BEGIN
  SELECT state INTO now_in FROM address WHERE id = which;
  IF now_in <> coalesce((SELECT to_state FROM address_step WHERE address = which ORDER BY n DESC LIMIT 1), 'numbered') THEN
    RAISE EXCEPTION 'address %: its state is that to which its last step led', which USING ERRCODE = 'check_violation', CONSTRAINT = 'address_state_stepped';
  END IF;
  IF now_in IN ('cancelled', 'changed') AND EXISTS (SELECT FROM address_version WHERE address = which AND upper_inf(recorded) AND upper_inf(valid)) THEN
    RAISE EXCEPTION 'address %: it is % and goes on standing', which, now_in USING ERRCODE = 'check_violation', CONSTRAINT = 'address_state_ends';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER address_state_stepped AFTER INSERT OR UPDATE OF state ON address DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_address_state();
CREATE CONSTRAINT TRIGGER address_step_taken AFTER INSERT ON address_step DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_address_state();
CREATE CONSTRAINT TRIGGER address_version_of_state AFTER INSERT ON address_version DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (upper_inf(NEW.valid)) EXECUTE FUNCTION check_address_state();
CREATE TRIGGER address_step_kept BEFORE UPDATE OR DELETE ON address_step FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER address_step_never_emptied BEFORE TRUNCATE ON address_step FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT, UPDATE (state, tag, withdrawn, successor) ON address TO diming_server;
GRANT SELECT, INSERT ON address_step TO diming_server;
GRANT SELECT ON address_transition TO diming_server;
