-- Divisions 行政区划 of the five levels, their versions, the events that
-- change them and who succeeds whom; settings, which belong to a division.

CREATE TABLE division (
  id        uuid PRIMARY KEY,
  withdrawn text,
  successor uuid REFERENCES division
);
COMMENT ON COLUMN division.withdrawn IS 'Why the register withdrew the object (entered in error, or a duplicate of successor); NULL while it stands. Abolition in law is an event, not a withdrawal.';

CREATE TABLE division_version (
  version     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  division    uuid      NOT NULL REFERENCES division,
  county      text      NOT NULL DEFAULT '',
  code_system text      NOT NULL DEFAULT 'nbs',
  code        text      NOT NULL CHECK (code ~ '^[0-9]{2,12}$'),
  name        text      NOT NULL CHECK (name <> ''),
  level       smallint  NOT NULL CHECK (level BETWEEN 1 AND 5),
  type        text      NOT NULL DEFAULT '',
  parent      uuid      REFERENCES division,
  area        geometry(MultiPolygon, 4490),
  area_source text      CHECK (area_source IN ('imported', 'faces')),
  area_basis  text      NOT NULL DEFAULT '',
  seat        geometry(Point, 4490),
  visibility  text      NOT NULL DEFAULT 'internal' CHECK (visibility IN ('public', 'internal')),
  source      text      NOT NULL,
  valid       daterange NOT NULL CHECK (NOT isempty(valid)),
  recorded    tstzrange NOT NULL DEFAULT tstzrange(clock_timestamp(), NULL) CHECK (NOT lower_inf(recorded) AND NOT isempty(recorded)),
  entry       bigint    NOT NULL REFERENCES ledger_entry,
  closed_by   bigint    REFERENCES ledger_entry,
  CHECK ((area IS NULL) = (area_source IS NULL)),
  CHECK (upper_inf(recorded) = (closed_by IS NULL)),
  CHECK (parent IS DISTINCT FROM division),
  CONSTRAINT division_version_once EXCLUDE USING gist (division WITH =, valid WITH &&) WHERE (upper_inf(recorded)),
  CONSTRAINT division_code_once EXCLUDE USING gist (code_system WITH =, code WITH =, valid WITH &&) WHERE (upper_inf(recorded))
);
COMMENT ON COLUMN division_version.county IS 'Six-digit county code the row belongs to, shorter above county level: the partition key of a province-wide register.';
COMMENT ON COLUMN division_version.code_system IS 'nbs: 统计用区划代码 of 2, 4, 6, 9 or 12 digits; mca: civil-affairs codes; tw: the codes of the Hualien test set.';
COMMENT ON COLUMN division_version.level IS '1 省级, 2 地级, 3 县级, 4 乡级, 5 村级.';
COMMENT ON COLUMN division_version.area_source IS 'imported, or faces: computed from the lines that bound it.';
COMMENT ON COLUMN division_version.area_basis IS 'Where the area comes from, in words; says synthetic where it is.';
CREATE INDEX division_version_division ON division_version (division);
CREATE INDEX division_version_code   ON division_version (code text_pattern_ops);
CREATE INDEX division_version_parent ON division_version (parent) WHERE upper_inf(recorded);
CREATE INDEX division_version_area   ON division_version USING gist (area) WHERE upper_inf(recorded);
CREATE INDEX division_version_entry  ON division_version (entry);
CREATE INDEX division_version_closed ON division_version (closed_by) WHERE closed_by IS NOT NULL;
SELECT guard_versions_of('division_version');

CREATE TABLE division_event (
  id           uuid PRIMARY KEY,
  kind         text NOT NULL CHECK (kind IN ('establish', 'abolish', 'merge', 'split', 'rename', 'type_change', 'reparent', 'line_change', 'seat_move', 'code_change')),
  effective    date NOT NULL,
  precision    text NOT NULL DEFAULT 'day' CHECK (precision IN ('day', 'month', 'year')),
  approved_by  text NOT NULL DEFAULT '',
  approval_no  text NOT NULL DEFAULT '',
  basis        text NOT NULL,
  note         text NOT NULL DEFAULT '',
  entry        bigint NOT NULL REFERENCES ledger_entry
);
COMMENT ON COLUMN division_event.precision IS 'How exactly the date is known; effective is then the first day of the month or year.';

CREATE TABLE division_succession (
  event       uuid NOT NULL REFERENCES division_event,
  predecessor uuid NOT NULL REFERENCES division,
  successor   uuid NOT NULL REFERENCES division,
  share       text NOT NULL CHECK (share IN ('whole', 'part')),
  note        text NOT NULL DEFAULT '',
  PRIMARY KEY (event, predecessor, successor)
);
COMMENT ON TABLE division_succession IS 'Who carries on from whom by an event; predecessor = successor where the object itself goes on (rename, new code).';
CREATE INDEX division_succession_predecessor ON division_succession (predecessor);
CREATE INDEX division_succession_successor   ON division_succession (successor);

CREATE TABLE setting_version (
  version  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  division uuid NOT NULL REFERENCES division,
  key      text NOT NULL,
  value    text NOT NULL,
  basis    text NOT NULL,
  valid    daterange NOT NULL CHECK (NOT isempty(valid)),
  recorded tstzrange NOT NULL DEFAULT tstzrange(clock_timestamp(), NULL) CHECK (NOT lower_inf(recorded) AND NOT isempty(recorded)),
  entry    bigint NOT NULL REFERENCES ledger_entry,
  closed_by bigint REFERENCES ledger_entry,
  CHECK (upper_inf(recorded) = (closed_by IS NULL)),
  CONSTRAINT setting_once EXCLUDE USING gist (division WITH =, key WITH =, valid WITH &&) WHERE (upper_inf(recorded))
);
COMMENT ON TABLE setting_version IS 'What national law leaves to the place, with the text it rests on (依据), inherited down the division tree.';
SELECT guard_versions_of('setting_version');

CREATE VIEW public_division AS
  SELECT v.version, v.division, v.county, v.code_system, v.code, v.name, v.level, v.type, v.parent,
         v.area, v.area_source, v.area_basis, v.seat, v.source, v.valid, v.recorded, v.entry, v.closed_by
  FROM division_version v JOIN division d ON d.id = v.division
  WHERE v.visibility = 'public' AND d.withdrawn IS NULL;
COMMENT ON VIEW public_division IS 'What is served without a log-in.';

GRANT SELECT, INSERT, UPDATE (withdrawn, successor) ON division TO diming_server;
GRANT SELECT, INSERT ON division_event, division_succession TO diming_server;
GRANT SELECT ON public_division TO diming_server;
