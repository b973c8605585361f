-- Markers 界桩 on boundary lines: versions in two times, their reference
-- objects 方位物, photos, what was seen of them, and the steps by which their
-- state changes. Written by boundaries/marker.
-- 行政区域界线管理条例 (国务院令第353号) arts. 3, 5, 6; 界桩管理办法 (民政部 2008).

CREATE TABLE marker (
  id        uuid PRIMARY KEY,
  state     text   NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'set', 'normal', 'damaged', 'lost', 'shifted', 'text_faded', 'covered',
              'repair_arranged', 'repaired', 'move_applied', 'both_agreed', 'surveyed', 'agreement_signed', 'filed', 'retired')),
  tag       bigint NOT NULL REFERENCES ledger_entry,
  withdrawn text,
  successor uuid REFERENCES marker
);
COMMENT ON COLUMN marker.state IS 'That to which the last row of marker_step led, or planned; a trigger holds it to that at every commit.';
COMMENT ON COLUMN marker.tag IS 'The entry that last changed what the marker is or its state: the revision that a change says it has seen.';
COMMENT ON COLUMN marker.withdrawn IS 'Why the register withdrew the object (entered in error, or a duplicate of successor); NULL while it stands. A marker that is given up in law is retired.';

CREATE TABLE marker_version (
  version     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  marker      uuid      NOT NULL REFERENCES marker,
  county      text      NOT NULL DEFAULT '',
  line        uuid      NOT NULL REFERENCES boundary_line,
  junction    uuid      REFERENCES boundary_junction,
  number      text      NOT NULL CHECK (number <> '' AND char_length(number) <= 60),
  serial      int       NOT NULL CHECK (serial >= 0),
  letter      text      NOT NULL DEFAULT '' CHECK (letter IN ('', 'Q', 'A', 'B', 'C', 'D', 'E')),
  kind        text      NOT NULL CHECK (kind IN ('single', 'pair', 'triple')),
  faces       smallint  NOT NULL CHECK (faces IN (2, 3)),
  material    text      NOT NULL DEFAULT '',
  point       geometry(Point, 4490) NOT NULL CHECK (NOT ST_IsEmpty(point)),
  elevation_m numeric(8,3) CHECK (elevation_m BETWEEN -500 AND 9000),
  original    text      NOT NULL DEFAULT '',
  crs         text      NOT NULL DEFAULT '',
  keeper      text      NOT NULL DEFAULT '' CHECK (keeper IN ('', 'a', 'b')),
  place_a     text      NOT NULL DEFAULT '',
  place_b     text      NOT NULL DEFAULT '',
  place_c     text      NOT NULL DEFAULT '',
  set_on      date,
  note        text      NOT NULL DEFAULT '',
  source      text      NOT NULL CHECK (source <> ''),
  valid       daterange NOT NULL CHECK (NOT isempty(valid)),
  recorded    tstzrange NOT NULL DEFAULT tstzrange(clock_timestamp(), NULL) CHECK (NOT lower_inf(recorded) AND NOT isempty(recorded)),
  entry       bigint    NOT NULL REFERENCES ledger_entry,
  closed_by   bigint    REFERENCES ledger_entry,
  CHECK (letter = '' OR kind = CASE WHEN letter = 'Q' THEN 'single' WHEN letter IN ('A', 'B') THEN 'pair' ELSE 'triple' END),
  CHECK (original = '' OR crs <> ''),
  CHECK (upper_inf(recorded) = (closed_by IS NULL)),
  CONSTRAINT marker_version_once EXCLUDE USING gist (marker WITH =, valid WITH &&) WHERE (upper_inf(recorded)),
  CONSTRAINT marker_number_once EXCLUDE USING gist (line WITH =, number WITH =, valid WITH &&) WHERE (upper_inf(recorded))
);
COMMENT ON COLUMN marker_version.number IS 'Full number as it stands on the marker; once on a line. Its form is a setting: each province sets that of county lines.';
COMMENT ON COLUMN marker_version.letter IS 'Q 单立, A B 同号双立, C D E 同号三立 (GB/T 17796), where the form of the number has one.';
COMMENT ON COLUMN marker_version.faces IS '2 双面型, or 3 三面型 where three sides meet.';
COMMENT ON COLUMN marker_version.point IS 'CGCS2000. What was measured stands in original with its reference system and is never projected again in silence.';
COMMENT ON COLUMN marker_version.elevation_m IS 'Metres, 1985国家高程基准.';
COMMENT ON COLUMN marker_version.original IS 'The coordinates as the old survey gives them, in its words; crs says in which system.';
COMMENT ON COLUMN marker_version.keeper IS 'The side that keeps it 分工管理; empty where none was agreed.';
CREATE INDEX marker_version_marker ON marker_version (marker);
CREATE INDEX marker_version_line   ON marker_version (line) WHERE upper_inf(recorded);
CREATE INDEX marker_version_point  ON marker_version USING gist (point) WHERE upper_inf(recorded);
CREATE INDEX marker_version_entry  ON marker_version (entry);
CREATE INDEX marker_version_closed ON marker_version (closed_by) WHERE closed_by IS NOT NULL;
SELECT guard_versions_of('marker_version');

CREATE TABLE marker_reference (
  id     uuid PRIMARY KEY,
  marker uuid NOT NULL REFERENCES marker
);
COMMENT ON TABLE marker_reference IS 'A reference object 方位物, by which a lost marker is found again; field records name it by id.';
CREATE INDEX marker_reference_marker ON marker_reference (marker);

CREATE TABLE marker_reference_version (
  version       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  reference     uuid      NOT NULL REFERENCES marker_reference,
  ordinal       smallint  NOT NULL CHECK (ordinal > 0),
  name          text      NOT NULL CHECK (name <> '' AND char_length(name) <= 100),
  kind          text      NOT NULL DEFAULT '',
  azimuth_deg   numeric(8,5) CHECK (azimuth_deg >= 0 AND azimuth_deg < 360),
  azimuth_north text      NOT NULL DEFAULT '' CHECK (azimuth_north IN ('', 'true', 'grid', 'magnetic')),
  distance_m    numeric(9,3) CHECK (distance_m > 0),
  point         geometry(Point, 4490),
  position_sd_m numeric(6,2) CHECK (position_sd_m > 0),
  note          text      NOT NULL DEFAULT '',
  valid         daterange NOT NULL CHECK (NOT isempty(valid)),
  recorded      tstzrange NOT NULL DEFAULT tstzrange(clock_timestamp(), NULL) CHECK (NOT lower_inf(recorded) AND NOT isempty(recorded)),
  entry         bigint    NOT NULL REFERENCES ledger_entry,
  closed_by     bigint    REFERENCES ledger_entry,
  CHECK ((azimuth_deg IS NULL) = (azimuth_north = '')),
  CHECK (position_sd_m IS NULL OR point IS NOT NULL),
  CHECK (upper_inf(recorded) = (closed_by IS NULL)),
  CONSTRAINT marker_reference_version_once EXCLUDE USING gist (reference WITH =, valid WITH &&) WHERE (upper_inf(recorded))
);
COMMENT ON COLUMN marker_reference_version.azimuth_deg IS 'From the marker to the object, clockwise from the north that azimuth_north names.';
COMMENT ON COLUMN marker_reference_version.distance_m IS 'From the marker, on the ground and level.';
CREATE INDEX marker_reference_version_reference ON marker_reference_version (reference);
CREATE INDEX marker_reference_version_entry     ON marker_reference_version (entry);
CREATE INDEX marker_reference_version_closed    ON marker_reference_version (closed_by) WHERE closed_by IS NOT NULL;
SELECT guard_versions_of('marker_reference_version');

CREATE TABLE marker_photo (
  id         uuid PRIMARY KEY,
  marker     uuid NOT NULL REFERENCES marker,
  face       text NOT NULL CHECK (face IN ('a', 'b', 'c', 'around')),
  digest     text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
  media_type text NOT NULL CHECK (media_type IN ('image/jpeg', 'image/png')),
  name       text NOT NULL CHECK (name <> ''),
  size_bytes bigint NOT NULL CHECK (size_bytes > 0),
  taken_on   date,
  actor      uuid NOT NULL,
  at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  removed    bigint REFERENCES ledger_entry,
  entry      bigint NOT NULL REFERENCES ledger_entry
);
COMMENT ON COLUMN marker_photo.face IS 'The face towards side a, b or the third c; around 远景 shows where it stands.';
COMMENT ON COLUMN marker_photo.digest IS 'SHA-256 of the picture in the store of documents.';
CREATE INDEX marker_photo_marker ON marker_photo (marker);

CREATE TABLE marker_sighting (
  id         uuid PRIMARY KEY,
  marker     uuid NOT NULL REFERENCES marker,
  seen_at    timestamptz NOT NULL,
  side       text NOT NULL CHECK (side IN ('a', 'b')),
  condition  text NOT NULL CHECK (condition IN ('normal', 'damaged', 'lost', 'shifted', 'text_faded', 'covered')),
  observer   uuid NOT NULL,
  point      geometry(Point, 4490),
  accuracy_m numeric(8,1) CHECK (accuracy_m > 0),
  note       text NOT NULL DEFAULT '',
  entry      bigint NOT NULL REFERENCES ledger_entry
);
COMMENT ON TABLE marker_sighting IS 'What one side saw of a marker, and when: a fact that stays. Its id is that of the field record where it came from one; what two sides saw differently both stand.';
CREATE INDEX marker_sighting_marker ON marker_sighting (marker, seen_at);
CREATE TRIGGER marker_sighting_kept BEFORE UPDATE OR DELETE ON marker_sighting FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER marker_sighting_never_emptied BEFORE TRUNCATE ON marker_sighting FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE marker_transition (
  step       text NOT NULL,
  from_state text NOT NULL,
  to_state   text NOT NULL,
  sides      text NOT NULL CHECK (sides IN ('one', 'both')),
  measured   boolean NOT NULL,
  PRIMARY KEY (step, from_state, to_state)
);
COMMENT ON TABLE marker_transition IS 'The steps of a marker: from which state to which, whether both sides must be present, whether it is measured. The same table stands in code; a test compares them.';
INSERT INTO marker_transition (step, from_state, to_state, sides, measured)
  SELECT 'set', f, 'set', 'both', false FROM unnest('{planned,filed}'::text[]) f
  UNION ALL SELECT 'accept', f, 'normal', 'one', false FROM unnest('{set,repaired}'::text[]) f
  UNION ALL SELECT 'report', f, t, 'one', false
    FROM unnest('{set,normal,damaged,lost,shifted,text_faded,covered}'::text[]) f, unnest('{damaged,lost,shifted,text_faded,covered}'::text[]) t
    WHERE f <> t AND NOT (f IN ('damaged', 'lost', 'shifted') AND t IN ('text_faded', 'covered'))
  UNION ALL SELECT 'repaint', 'text_faded', 'normal', 'one', false
  UNION ALL SELECT 'clear', 'covered', 'normal', 'one', false
  UNION ALL SELECT 'recheck', f, 'normal', 'both', true FROM unnest('{damaged,lost,shifted}'::text[]) f
  UNION ALL SELECT 'arrange', f, 'repair_arranged', 'one', false FROM unnest('{damaged,lost,shifted,repair_arranged}'::text[]) f
  UNION ALL SELECT 'repair', 'repair_arranged', 'repaired', 'both', true
  UNION ALL SELECT 'apply_move', f, 'move_applied', 'one', false FROM unnest('{set,normal,damaged,lost,shifted,text_faded,covered}'::text[]) f
  UNION ALL SELECT 'refuse_move', 'move_applied', t, 'one', false FROM unnest('{set,normal,damaged,lost,shifted,text_faded,covered}'::text[]) t
  UNION ALL VALUES ('agree', 'move_applied', 'both_agreed', 'both', false), ('survey', 'both_agreed', 'surveyed', 'both', true),
    ('sign', 'surveyed', 'agreement_signed', 'both', false), ('file', 'agreement_signed', 'filed', 'one', false)
  UNION ALL SELECT 'retire', f, 'retired', 'both', false FROM unnest('{planned,set,normal,damaged,lost,shifted,text_faded,covered,filed}'::text[]) f;

CREATE TABLE marker_step (
  marker      uuid NOT NULL REFERENCES marker,
  n           int  NOT NULL CHECK (n > 0),
  step        text NOT NULL,
  from_state  text NOT NULL,
  to_state    text NOT NULL,
  on_day      date NOT NULL,
  side        text NOT NULL CHECK (side IN ('a', 'b')),
  present_a   boolean NOT NULL,
  present_b   boolean NOT NULL,
  person      uuid,
  point       geometry(Point, 4490),
  elevation_m numeric(8,3),
  original    text NOT NULL DEFAULT '',
  crs         text NOT NULL DEFAULT '',
  apart_m     numeric(9,3),
  tolerance_m numeric(9,3),
  photo       uuid REFERENCES marker_photo,
  meeting     text NOT NULL DEFAULT '',
  document_a  text NOT NULL DEFAULT '',
  document_b  text NOT NULL DEFAULT '',
  note        text NOT NULL DEFAULT '',
  actor       uuid NOT NULL,
  at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  entry       bigint NOT NULL REFERENCES ledger_entry,
  PRIMARY KEY (marker, n),
  CONSTRAINT marker_step_leads FOREIGN KEY (step, from_state, to_state) REFERENCES marker_transition,
  CONSTRAINT marker_repair_held CHECK (step <> 'repair' OR apart_m IS NOT NULL AND apart_m <= tolerance_m AND photo IS NOT NULL),
  CHECK ((present_a OR present_b) = (person IS NOT NULL)),
  CHECK (original = '' OR crs <> '')
);
COMMENT ON TABLE marker_step IS 'How the state of a marker changed, one row a step, for ever. Where both sides must be present two persons are named.';
COMMENT ON COLUMN marker_step.side IS 'The side that enters it.';
COMMENT ON COLUMN marker_step.person IS 'The names of who was present, in person_detail alone.';
COMMENT ON COLUMN marker_step.apart_m IS 'How far what was measured lies from the registered position, metres; tolerance_m is what was allowed on that day.';
COMMENT ON COLUMN marker_step.document_a IS 'Title and number of the paper by which side a consented, or of the paper of both.';
CREATE INDEX marker_step_entry ON marker_step (entry);

-- A step begins where the one before it led, so that the steps of a marker are
-- one chain from 'planned'; rows of an export come in the order of n.
CREATE FUNCTION guard_marker_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before marker_step;
  rule   marker_transition;
BEGIN
  SELECT * INTO before FROM marker_step WHERE marker = NEW.marker ORDER BY n DESC LIMIT 1;
  SELECT * INTO rule FROM marker_transition WHERE step = NEW.step AND from_state = NEW.from_state AND to_state = NEW.to_state;
  IF rule.step IS NULL OR NEW.from_state <> coalesce(before.to_state, 'planned') OR NEW.n <> coalesce(before.n, 0) + 1 THEN
    RAISE EXCEPTION 'marker %: no step % leads from % to %', NEW.marker, NEW.step, coalesce(before.to_state, 'planned'), NEW.to_state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'marker_step_leads';
  END IF;
  IF NEW.on_day < before.on_day THEN
    RAISE EXCEPTION 'marker %: the step before was on %', NEW.marker, before.on_day USING ERRCODE = 'check_violation', CONSTRAINT = 'marker_step_in_order';
  END IF;
  IF rule.sides = 'both' AND NOT (NEW.present_a AND NEW.present_b) OR rule.measured AND NEW.point IS NULL THEN
    RAISE EXCEPTION 'marker %: step % wants both sides present or a measurement', NEW.marker, NEW.step USING ERRCODE = 'check_violation', CONSTRAINT = 'marker_step_attended';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER marker_step_follows BEFORE INSERT ON marker_step FOR EACH ROW EXECUTE FUNCTION guard_marker_step();

-- A marker is in the state to which its last step led, at every commit.
CREATE FUNCTION check_marker_state() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  which uuid := CASE TG_TABLE_NAME WHEN 'marker' THEN (to_jsonb(NEW)->>'id')::uuid ELSE (to_jsonb(NEW)->>'marker')::uuid END;
BEGIN
  IF (SELECT state FROM marker WHERE id = which)
     <> coalesce((SELECT to_state FROM marker_step WHERE marker = which ORDER BY n DESC LIMIT 1), 'planned') THEN
    RAISE EXCEPTION 'marker %: its state is that to which its last step led', which USING ERRCODE = 'check_violation', CONSTRAINT = 'marker_state_stepped';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER marker_state_stepped AFTER INSERT OR UPDATE OF state ON marker DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_marker_state();
CREATE CONSTRAINT TRIGGER marker_step_taken AFTER INSERT ON marker_step DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_marker_state();
CREATE TRIGGER marker_step_kept BEFORE UPDATE OR DELETE ON marker_step FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER marker_step_never_emptied BEFORE TRUNCATE ON marker_step FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT, UPDATE (state, tag, withdrawn, successor) ON marker TO diming_server;
GRANT SELECT, INSERT ON marker_reference, marker_sighting, marker_step TO diming_server;
GRANT SELECT, INSERT, UPDATE (removed) ON marker_photo TO diming_server;
GRANT SELECT ON marker_transition TO diming_server;
