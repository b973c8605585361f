-- Plates 门楼牌、地名标志 as objects: what each says, on what it hangs, and the
-- steps of its life. Written by signs/plate; the codes on them by signs.
-- 地名管理条例 (国务院令第753号) arts. 18, 22; GB 17733-2008.

CREATE TABLE plate (
  id         uuid PRIMARY KEY,
  county     text     NOT NULL,
  kind       text     NOT NULL CHECK (kind IN ('door_big', 'door_middle', 'door_small', 'building', 'unit', 'room', 'street', 'lane', 'village', 'settlement', 'place')),
  address    uuid     REFERENCES address,
  place      uuid     REFERENCES place,
  name       text     NOT NULL DEFAULT '',
  minority   text     NOT NULL DEFAULT '',
  pinyin     text     NOT NULL DEFAULT '',
  number     text     NOT NULL DEFAULT '',
  postcode   text     NOT NULL DEFAULT '' CHECK (postcode ~ '^([0-9]{6})?$'),
  bearing    text     NOT NULL DEFAULT '' CHECK (bearing IN ('', 'ew', 'ns')),
  generation smallint NOT NULL DEFAULT 1 CHECK (generation > 0),
  point      geometry(Point, 4490) CHECK (NOT ST_IsEmpty(point)),
  state      text     NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'checked', 'ordered', 'made', 'received', 'installed', 'in_use', 'faulty', 'replaced', 'removed', 'void')),
  successor  uuid     REFERENCES plate,
  tag        bigint   NOT NULL REFERENCES ledger_entry,
  CONSTRAINT plate_of_one CHECK (num_nonnulls(address, place) = 1),
  CONSTRAINT plate_of_its_kind CHECK ((kind IN ('door_big', 'door_middle', 'door_small', 'building', 'unit', 'room')) = (address IS NOT NULL)),
  CHECK (name <> '' OR number <> ''),
  CHECK ((state = 'replaced') = (successor IS NOT NULL)),
  CHECK (successor IS DISTINCT FROM id)
);
COMMENT ON COLUMN plate.name IS 'With minority, pinyin, number and postcode: what the plate says. Settled when its text is checked, and from then on what it was made with.';
COMMENT ON COLUMN plate.bearing IS 'Of its street 走向: ew, ns, or unknown.';
COMMENT ON COLUMN plate.generation IS 'Which one at its spot 换代: 1 for the first.';
COMMENT ON COLUMN plate.point IS 'Where it hangs; CGCS2000.';
COMMENT ON COLUMN plate.state IS 'That to which the last row of plate_step led, or planned; a trigger holds it to that at every commit.';
COMMENT ON COLUMN plate.successor IS 'The plate that hangs in its stead.';
COMMENT ON COLUMN plate.tag IS 'The entry that last changed it: the revision that a change says it has seen.';
CREATE INDEX plate_address   ON plate (address) WHERE address IS NOT NULL;
CREATE INDEX plate_place     ON plate (place) WHERE place IS NOT NULL;
CREATE INDEX plate_county    ON plate (county, id);
CREATE INDEX plate_point     ON plate USING gist (point) WHERE point IS NOT NULL;
CREATE INDEX plate_successor ON plate (successor) WHERE successor IS NOT NULL;

ALTER TABLE sign_code ADD plate uuid REFERENCES plate;
COMMENT ON COLUMN sign_code.plate IS 'The plate on which the code is printed; NULL for the code of a place that is printed on paper. Each plate has its own.';
DROP INDEX sign_code_place;
CREATE UNIQUE INDEX sign_code_place ON sign_code (place) WHERE revoked IS NULL AND plate IS NULL;
CREATE UNIQUE INDEX sign_code_plate ON sign_code (plate) WHERE plate IS NOT NULL;

CREATE TABLE plate_transition (
  step       text NOT NULL,
  from_state text NOT NULL,
  to_state   text NOT NULL,
  PRIMARY KEY (step, from_state, to_state)
);
COMMENT ON TABLE plate_transition IS 'The steps of a plate: from which state to which. The same table stands in code; a test compares them.';
INSERT INTO plate_transition (step, from_state, to_state)
  VALUES ('check', 'planned', 'checked'), ('reopen', 'checked', 'planned'), ('order', 'checked', 'ordered'), ('make', 'ordered', 'made'),
    ('receive', 'made', 'received'), ('return', 'made', 'ordered'), ('return', 'received', 'ordered'),
    ('install', 'received', 'installed'), ('accept', 'installed', 'in_use'),
    ('report', 'installed', 'faulty'), ('report', 'in_use', 'faulty'), ('repair', 'faulty', 'in_use')
  UNION ALL SELECT 'replace', f, 'replaced' FROM unnest('{installed,in_use,faulty}'::text[]) f
  UNION ALL SELECT 'remove', f, 'removed' FROM unnest('{installed,in_use,faulty}'::text[]) f
  UNION ALL SELECT 'void', f, 'void' FROM unnest('{planned,checked,ordered,made,received}'::text[]) f;

CREATE TABLE plate_step (
  plate      uuid NOT NULL REFERENCES plate,
  n          int  NOT NULL CHECK (n > 0),
  step       text NOT NULL,
  from_state text NOT NULL,
  to_state   text NOT NULL,
  on_day     date NOT NULL,
  note       text NOT NULL DEFAULT '',
  point      geometry(Point, 4490) CHECK (NOT ST_IsEmpty(point)),
  photo      text NOT NULL DEFAULT '' CHECK (photo ~ '^([0-9a-f]{64})?$'),
  fault      text NOT NULL DEFAULT '' CHECK (fault IN ('', 'missing', 'fallen', 'damaged', 'faded', 'wrong_text', 'code_fails', 'covered', 'other')),
  due        date,
  actor      uuid NOT NULL,
  at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  entry      bigint NOT NULL REFERENCES ledger_entry,
  PRIMARY KEY (plate, n),
  CONSTRAINT plate_step_leads FOREIGN KEY (step, from_state, to_state) REFERENCES plate_transition,
  CONSTRAINT plate_hung_with_photo CHECK (step <> 'install' OR point IS NOT NULL AND photo <> ''),
  CONSTRAINT plate_fault_due CHECK ((step = 'report') = (fault <> '') AND (fault <> '') = (due IS NOT NULL))
);
COMMENT ON TABLE plate_step IS 'How the state of a plate changed, one row a step, for ever.';
COMMENT ON COLUMN plate_step.photo IS 'SHA-256 of the picture in the store of documents.';
CREATE INDEX plate_step_entry ON plate_step (entry);

-- A step begins where the one before it led, so that the steps of a plate are
-- one chain from 'planned'; rows of an export come in the order of n.
CREATE FUNCTION guard_plate_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before plate_step;
BEGIN
  SELECT * INTO before FROM plate_step WHERE plate = NEW.plate ORDER BY n DESC LIMIT 1;
  IF NEW.from_state <> coalesce(before.to_state, 'planned') OR NEW.n <> coalesce(before.n, 0) + 1 THEN
    RAISE EXCEPTION 'plate %: no step % leads from % to %', NEW.plate, NEW.step, coalesce(before.to_state, 'planned'), NEW.to_state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'plate_step_leads';
  END IF;
  IF NEW.on_day < before.on_day THEN
    RAISE EXCEPTION 'plate %: the step before was on %', NEW.plate, before.on_day USING ERRCODE = 'check_violation', CONSTRAINT = 'plate_step_in_order';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER plate_step_follows BEFORE INSERT ON plate_step FOR EACH ROW EXECUTE FUNCTION guard_plate_step();
CREATE TRIGGER plate_step_kept BEFORE UPDATE OR DELETE ON plate_step FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER plate_step_never_emptied BEFORE TRUNCATE ON plate_step FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What a plate says is what it was made with: it changes only until its text
-- was checked. What it is of never changes.
CREATE FUNCTION guard_plate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'planned' AND (NEW.name, NEW.minority, NEW.pinyin, NEW.number, NEW.postcode, NEW.bearing) IS DISTINCT FROM (OLD.name, OLD.minority, OLD.pinyin, OLD.number, OLD.postcode, OLD.bearing)
    OR (NEW.kind, NEW.address, NEW.place, NEW.county, NEW.generation) IS DISTINCT FROM (OLD.kind, OLD.address, OLD.place, OLD.county, OLD.generation) THEN
    RAISE EXCEPTION 'plate %: what it was made with does not change', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'plate_content_kept';
  END IF;
  IF NEW.successor IS NOT NULL AND NEW.successor IS DISTINCT FROM OLD.successor AND NOT EXISTS (SELECT FROM plate s
      WHERE s.id = NEW.successor AND s.state IN ('installed', 'in_use')
        AND (s.place = NEW.place OR s.address = NEW.address OR s.address = (SELECT a.successor FROM address a WHERE a.id = NEW.address))) THEN
    RAISE EXCEPTION 'plate %: no other plate of the same address or place hangs in its stead', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'plate_successor_fits';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER plate_kept BEFORE UPDATE ON plate FOR EACH ROW EXECUTE FUNCTION guard_plate();

-- A plate is in the state to which its last step led, at every commit.
CREATE FUNCTION check_plate_state() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  which uuid := CASE TG_TABLE_NAME WHEN 'plate' THEN (to_jsonb(NEW)->>'id')::uuid ELSE (to_jsonb(NEW)->>'plate')::uuid END;
BEGIN
  IF (SELECT state FROM plate WHERE id = which) <> coalesce((SELECT to_state FROM plate_step WHERE plate = which ORDER BY n DESC LIMIT 1), 'planned') THEN
    RAISE EXCEPTION 'plate %: its state is that to which its last step led', which USING ERRCODE = 'check_violation', CONSTRAINT = 'plate_state_stepped';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER plate_state_stepped AFTER INSERT OR UPDATE OF state ON plate DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_plate_state();
CREATE CONSTRAINT TRIGGER plate_step_taken AFTER INSERT ON plate_step DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_plate_state();

GRANT SELECT, INSERT, UPDATE (name, minority, pinyin, number, point, state, successor, tag) ON plate TO diming_server;
GRANT SELECT, INSERT ON plate_step TO diming_server;
GRANT SELECT ON plate_transition TO diming_server;
