-- Lines 界线 between divisions: one geometry with two owners, the junctions
-- 交会点 that lines share, the documents of a line, enclaves 飞地 and works
-- across it 跨界工程. Written by boundaries/line.
-- 行政区域界线管理条例 (国务院令第353号) arts. 2, 4, 9, 10, 11, 13.

CREATE TABLE boundary_line (
  id        uuid PRIMARY KEY,
  withdrawn text,
  successor uuid REFERENCES boundary_line
);
COMMENT ON COLUMN boundary_line.withdrawn IS 'Why the register withdrew the object (entered in error, or a duplicate of successor); NULL while it stands. A line that ends in law ends its valid time.';

CREATE TABLE boundary_line_version (
  version       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  line          uuid      NOT NULL REFERENCES boundary_line,
  county        text      NOT NULL DEFAULT '',
  number        text      NOT NULL DEFAULT '',
  name          text      NOT NULL CHECK (name <> ''),
  level         smallint  NOT NULL CHECK (level BETWEEN 1 AND 5),
  a_kind        text      NOT NULL DEFAULT 'division' CHECK (a_kind = 'division'),
  a_division    uuid      NOT NULL REFERENCES division,
  b_kind        text      NOT NULL CHECK (b_kind IN ('division', 'sea', 'not_held')),
  b_division    uuid      REFERENCES division,
  a_on_left     boolean   NOT NULL,
  geom          geometry(MultiLineString, 4490) NOT NULL CHECK (NOT ST_IsEmpty(geom)),
  length_m      numeric   NOT NULL,
  length_stated text      NOT NULL DEFAULT '',
  approved_by   text      NOT NULL DEFAULT '',
  approval_no   text      NOT NULL DEFAULT '',
  approved_on   date,
  agreement     text      NOT NULL DEFAULT '',
  description   text      NOT NULL DEFAULT '',
  visibility    text      NOT NULL DEFAULT 'internal' CHECK (visibility IN ('public', 'internal')),
  source        text      NOT NULL CHECK (source <> ''),
  valid         daterange NOT NULL CHECK (NOT isempty(valid)),
  recorded      tstzrange NOT NULL DEFAULT tstzrange(clock_timestamp(), NULL) CHECK (NOT lower_inf(recorded) AND NOT isempty(recorded)),
  entry         bigint    NOT NULL REFERENCES ledger_entry,
  closed_by     bigint    REFERENCES ledger_entry,
  CHECK ((b_kind = 'division') = (b_division IS NOT NULL)),
  CHECK (a_division IS DISTINCT FROM b_division),
  CHECK (upper_inf(recorded) = (closed_by IS NULL)),
  CONSTRAINT boundary_line_version_once EXCLUDE USING gist (line WITH =, valid WITH &&) WHERE (upper_inf(recorded)),
  CONSTRAINT boundary_line_number_once EXCLUDE USING gist (number WITH =, valid WITH &&) WHERE (upper_inf(recorded) AND number <> '')
);
COMMENT ON COLUMN boundary_line_version.number IS 'Number of the line as its approving body gave it; free text, as each province sets its own form. Empty where none was given.';
COMMENT ON COLUMN boundary_line_version.level IS 'Highest level of division that differs on the two sides: 1 省界, 2 地级界, 3 县级界, 4 乡级界, 5 村级界.';
COMMENT ON COLUMN boundary_line_version.a_division IS 'Owner on side a: the division with the smaller code, or the only division.';
COMMENT ON COLUMN boundary_line_version.b_kind IS 'division (also one of which only code and name are held: a stand-in 代管), sea 海域, not_held 界外未掌握.';
COMMENT ON COLUMN boundary_line_version.a_on_left IS 'Whether owner a lies to the left of the line in the direction drawn.';
COMMENT ON COLUMN boundary_line_version.geom IS 'Each part runs from junction to junction, or is closed. It never follows a river that moves by itself (条例 art. 7).';
COMMENT ON COLUMN boundary_line_version.length_m IS 'Geodesic length of geom in metres, to a centimetre; measured by the database.';
COMMENT ON COLUMN boundary_line_version.length_stated IS 'Length as the agreement says it, in its own words.';
CREATE INDEX boundary_line_version_line   ON boundary_line_version (line);
CREATE INDEX boundary_line_version_a      ON boundary_line_version (a_division) WHERE upper_inf(recorded);
CREATE INDEX boundary_line_version_b      ON boundary_line_version (b_division) WHERE upper_inf(recorded);
CREATE INDEX boundary_line_version_geom   ON boundary_line_version USING gist (geom) WHERE upper_inf(recorded);
CREATE INDEX boundary_line_version_entry  ON boundary_line_version (entry);
CREATE INDEX boundary_line_version_closed ON boundary_line_version (closed_by) WHERE closed_by IS NOT NULL;
SELECT guard_versions_of('boundary_line_version');

CREATE FUNCTION measure_boundary_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.length_m := round(ST_Length(NEW.geom::geography)::numeric, 2);
  RETURN NEW;
END $$;
CREATE TRIGGER boundary_line_measured BEFORE INSERT ON boundary_line_version FOR EACH ROW EXECUTE FUNCTION measure_boundary_line();

CREATE TABLE boundary_junction (
  id        uuid PRIMARY KEY,
  withdrawn text,
  successor uuid REFERENCES boundary_junction
);

CREATE TABLE boundary_junction_version (
  version  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  junction uuid      NOT NULL REFERENCES boundary_junction,
  name     text      NOT NULL DEFAULT '',
  point    geometry(Point, 4490) NOT NULL,
  source   text      NOT NULL CHECK (source <> ''),
  valid    daterange NOT NULL CHECK (NOT isempty(valid)),
  recorded tstzrange NOT NULL DEFAULT tstzrange(clock_timestamp(), NULL) CHECK (NOT lower_inf(recorded) AND NOT isempty(recorded)),
  entry    bigint    NOT NULL REFERENCES ledger_entry,
  closed_by bigint   REFERENCES ledger_entry,
  CHECK (upper_inf(recorded) = (closed_by IS NULL)),
  CONSTRAINT boundary_junction_version_once EXCLUDE USING gist (junction WITH =, valid WITH &&) WHERE (upper_inf(recorded))
);
COMMENT ON TABLE boundary_junction_version IS 'A point where three or more owners meet: one point that the lines which end there share, to the last bit.';
CREATE INDEX boundary_junction_version_junction ON boundary_junction_version (junction);
CREATE INDEX boundary_junction_version_point    ON boundary_junction_version USING gist (point) WHERE upper_inf(recorded);
CREATE INDEX boundary_junction_version_entry    ON boundary_junction_version (entry);
CREATE INDEX boundary_junction_version_closed   ON boundary_junction_version (closed_by) WHERE closed_by IS NOT NULL;
SELECT guard_versions_of('boundary_junction_version');

CREATE TABLE boundary_document (
  id         uuid PRIMARY KEY,
  line       uuid NOT NULL REFERENCES boundary_line,
  kind       text NOT NULL CHECK (kind IN ('agreement', 'map', 'junction_agreement', 'description', 'approval', 'inspection', 'change', 'other')),
  title      text NOT NULL DEFAULT '',
  digest     text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
  media_type text NOT NULL CHECK (media_type <> ''),
  name       text NOT NULL CHECK (name <> ''),
  size_bytes bigint NOT NULL CHECK (size_bytes >= 0),
  actor      uuid NOT NULL,
  at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  removed    bigint REFERENCES ledger_entry,
  entry      bigint NOT NULL REFERENCES ledger_entry
);
COMMENT ON TABLE boundary_document IS 'Archive of a line (条例 art. 13): agreement 协议书, map 附图, junction_agreement 交会点协议书, description 走向说明, approval 批复, inspection 联检, change 变更.';
COMMENT ON COLUMN boundary_document.digest IS 'SHA-256 of the document in the store of documents.';
CREATE INDEX boundary_document_line ON boundary_document (line);

CREATE TABLE boundary_enclave (
  id       uuid PRIMARY KEY,
  line     uuid REFERENCES boundary_line,
  division uuid NOT NULL REFERENCES division,
  within   uuid NOT NULL REFERENCES division,
  name     text NOT NULL CHECK (name <> ''),
  area     geometry(MultiPolygon, 4490),
  basis    text NOT NULL CHECK (basis <> ''),
  note     text NOT NULL DEFAULT '',
  actor    uuid NOT NULL,
  at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  removed  bigint REFERENCES ledger_entry,
  entry    bigint NOT NULL REFERENCES ledger_entry,
  CHECK (division <> within)
);
COMMENT ON TABLE boundary_enclave IS 'Land of one division inside another 飞地; it follows the agreement or decision named as basis (条例 art. 11).';
CREATE INDEX boundary_enclave_line ON boundary_enclave (line);

CREATE TABLE boundary_work (
  id        uuid PRIMARY KEY,
  line      uuid NOT NULL REFERENCES boundary_line,
  name      text NOT NULL CHECK (name <> ''),
  kind      text NOT NULL DEFAULT '',
  place     geometry(Point, 4490),
  builder   text NOT NULL DEFAULT '',
  consent_a text NOT NULL DEFAULT '',
  consent_b text NOT NULL DEFAULT '',
  filed_on  date,
  note      text NOT NULL DEFAULT '',
  actor     uuid NOT NULL,
  at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  removed   bigint REFERENCES ledger_entry,
  entry     bigint NOT NULL REFERENCES ledger_entry
);
COMMENT ON TABLE boundary_work IS 'Works across the line 跨界工程: both governments consent first and it is filed (条例 art. 10).';
COMMENT ON COLUMN boundary_work.consent_a IS 'Document by which side a consented; empty while it has not.';
CREATE INDEX boundary_work_line ON boundary_work (line);

CREATE VIEW public_boundary_line AS
  SELECT v.version, v.line, v.county, v.number, v.name, v.level, v.a_kind, v.a_division, v.b_kind, v.b_division, v.a_on_left,
         v.geom, v.length_m, v.valid, v.recorded
  FROM boundary_line_version v JOIN boundary_line l ON l.id = v.line
  WHERE v.visibility = 'public' AND l.withdrawn IS NULL;
COMMENT ON VIEW public_boundary_line IS 'What of lines may be served without a log-in, where a map approval number or synthetic data allow it; agreement, documents and description never.';

GRANT SELECT, INSERT, UPDATE (withdrawn, successor) ON boundary_line, boundary_junction TO diming_server;
GRANT SELECT, INSERT, UPDATE (removed) ON boundary_document, boundary_enclave, boundary_work TO diming_server;
GRANT SELECT ON public_boundary_line TO diming_server;
