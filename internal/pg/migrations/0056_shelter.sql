-- Emergency shelters 应急避难场所 in two times, and what their keepers say of
-- them. Written by shelters.
-- 自然灾害救助条例 art. 11; GB/T 44013-2024, whose numbers are settings; DB33/T 2158-2021.

CREATE TABLE shelter (
  id        uuid PRIMARY KEY,
  tag       bigint NOT NULL REFERENCES ledger_entry,
  withdrawn text CHECK (withdrawn <> ''),
  successor uuid REFERENCES shelter,
  CHECK (successor IS DISTINCT FROM id),
  CHECK (successor IS NULL OR withdrawn IS NOT NULL)
);
COMMENT ON COLUMN shelter.tag IS 'The entry that last changed what it is: the revision that a change says it has seen.';
COMMENT ON COLUMN shelter.withdrawn IS 'Why it is none any more; NULL while it stands.';

CREATE TABLE shelter_version (
  version        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  shelter        uuid NOT NULL REFERENCES shelter,
  division       uuid NOT NULL REFERENCES division,
  name           text NOT NULL CHECK (name <> '' AND char_length(name) <= 60),
  code           text NOT NULL DEFAULT '',
  level          text NOT NULL CHECK (level IN ('province', 'city', 'county', 'township', 'village')),
  duration       text NOT NULL CHECK (duration IN ('urgent', 'short', 'long')),
  space          text NOT NULL CHECK (space IN ('indoor', 'outdoor', 'both')),
  suits          text[] NOT NULL CHECK (suits <@ '{typhoon,flood,landslide,earthquake,fire,cold,other}' AND cardinality(suits) > 0),
  unfit          text[] NOT NULL DEFAULT '{}' CHECK (unfit <@ '{typhoon,flood,landslide,earthquake,fire,cold,other}'),
  address        text NOT NULL DEFAULT '',
  point          geometry(Point, 4490) NOT NULL CHECK (NOT ST_IsEmpty(point)),
  area           geometry(MultiPolygon, 4490) CHECK (NOT ST_IsEmpty(area)),
  total_m2       int CHECK (total_m2 > 0),
  effective_m2   int CHECK (effective_m2 > 0),
  indoor_m2      int CHECK (indoor_m2 >= 0),
  capacity       int NOT NULL CHECK (capacity > 0 AND capacity <= 1000000),
  capacity_night int CHECK (capacity_night >= 0 AND capacity_night <= 1000000),
  water          boolean NOT NULL DEFAULT false,
  power          boolean NOT NULL DEFAULT false,
  toilet         boolean NOT NULL DEFAULT false,
  medical        boolean NOT NULL DEFAULT false,
  accessible     text NOT NULL DEFAULT 'unknown' CHECK (accessible IN ('yes', 'partly', 'no', 'unknown')),
  keeper         text NOT NULL DEFAULT '',
  duty_phone     text NOT NULL DEFAULT '',
  visibility     text NOT NULL DEFAULT 'internal' CHECK (visibility IN ('public', 'internal')),
  source         text NOT NULL CHECK (source <> ''),
  valid          daterange NOT NULL CHECK (NOT isempty(valid)),
  recorded       tstzrange NOT NULL DEFAULT tstzrange(clock_timestamp(), NULL) CHECK (NOT lower_inf(recorded) AND NOT isempty(recorded)),
  entry          bigint NOT NULL REFERENCES ledger_entry,
  closed_by      bigint REFERENCES ledger_entry,
  CONSTRAINT shelter_suits_or_not CHECK (NOT suits && unfit),
  CONSTRAINT shelter_areas CHECK (effective_m2 <= total_m2),
  CHECK (upper_inf(recorded) = (closed_by IS NULL)),
  CONSTRAINT shelter_version_once EXCLUDE USING gist (shelter WITH =, valid WITH &&) WHERE (upper_inf(recorded))
);
COMMENT ON COLUMN shelter_version.division IS 'The lowest division held that it lies in: who may run it.';
COMMENT ON COLUMN shelter_version.level IS 'Who built and runs it 级别; duration: for how long people may stay 紧急、短期、长期; space: 室内、室外.';
COMMENT ON COLUMN shelter_version.suits IS 'Kinds of disaster for which it may be used; unfit: those for which it must not.';
COMMENT ON COLUMN shelter_version.point IS 'Its entrance; CGCS2000.';
COMMENT ON COLUMN shelter_version.keeper IS 'The unit that keeps it, never a person; duty_phone: the number of its duty desk.';
CREATE INDEX shelter_version_shelter  ON shelter_version (shelter);
CREATE INDEX shelter_version_division ON shelter_version (division);
CREATE INDEX shelter_version_point    ON shelter_version USING gist (point) WHERE upper_inf(recorded);
CREATE INDEX shelter_version_entry    ON shelter_version (entry);
CREATE INDEX shelter_version_closed   ON shelter_version (closed_by) WHERE closed_by IS NOT NULL;
SELECT guard_versions_of('shelter_version');

CREATE TABLE shelter_check (
  shelter uuid NOT NULL REFERENCES shelter,
  n       int  NOT NULL CHECK (n > 0),
  kind    text NOT NULL CHECK (kind IN ('appraisal', 'stock', 'inspection')),
  on_day  date NOT NULL,
  result  text NOT NULL CHECK (result IN ('good', 'poor', 'failed')),
  body    text NOT NULL DEFAULT '',
  note    text NOT NULL DEFAULT '',
  stock   jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(stock) = 'array'),
  actor   uuid NOT NULL,
  at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  entry   bigint NOT NULL REFERENCES ledger_entry,
  PRIMARY KEY (shelter, n),
  CHECK (kind <> 'appraisal' OR body <> '')
);
COMMENT ON TABLE shelter_check IS 'Safety appraisals 安全鉴定, looks at the stock 物资 and inspections, each for ever; the last of a kind counts. A failed appraisal closes the shelter.';
COMMENT ON COLUMN shelter_check.body IS 'The qualified body that appraised it.';
COMMENT ON COLUMN shelter_check.stock IS 'What was there: [{"item", "amount", "unit", "best_before"?}].';
CREATE INDEX shelter_check_entry ON shelter_check (entry);
CREATE TRIGGER shelter_check_kept BEFORE UPDATE OR DELETE ON shelter_check FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER shelter_check_never_emptied BEFORE TRUNCATE ON shelter_check FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE shelter_report (
  id        uuid PRIMARY KEY,
  shelter   uuid NOT NULL REFERENCES shelter,
  state     text NOT NULL CHECK (state IN ('standby', 'open', 'full', 'closed')),
  people    int  CHECK (people >= 0 AND people <= 1000000),
  step      text NOT NULL DEFAULT '' CHECK (step IN ('', 'lt30', 'lt60', 'lt80', 'ge80')),
  note      text NOT NULL DEFAULT '' CHECK (char_length(note) <= 300),
  said_at   timestamptz NOT NULL,
  phone_at  timestamptz NOT NULL,
  came_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  doubtful  boolean NOT NULL DEFAULT false,
  actor     uuid NOT NULL,
  behalf    text NOT NULL DEFAULT '',
  entry     bigint NOT NULL REFERENCES ledger_entry,
  CHECK (said_at <= came_at),
  CHECK (people IS NULL OR step = '')
);
COMMENT ON TABLE shelter_report IS 'What keepers said, one row each, for ever; id is made on the phone, so that a repeat is known. The state of a shelter is that of the report said last, in whatever order they came.';
COMMENT ON COLUMN shelter_report.people IS 'Counted; or step: how full in words, where nobody counted (< 30, < 60, < 80, >= 80 %).';
COMMENT ON COLUMN shelter_report.said_at IS 'When it was said: phone_at, moved by what the phone''s clock was off when it sent; never later than came_at.';
COMMENT ON COLUMN shelter_report.doubtful IS 'The phone''s clock was off by more than the setting, or changed between: a person should look.';
COMMENT ON COLUMN shelter_report.behalf IS 'For whom it was said, where a township says it for a keeper.';
CREATE INDEX shelter_report_last  ON shelter_report (shelter, said_at DESC, id DESC);
CREATE INDEX shelter_report_entry ON shelter_report (entry);
CREATE TRIGGER shelter_report_kept BEFORE UPDATE OR DELETE ON shelter_report FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER shelter_report_never_emptied BEFORE TRUNCATE ON shelter_report FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE VIEW shelter_now AS
  SELECT DISTINCT ON (shelter) shelter, id AS report, state, people, step, note, said_at, came_at, doubtful, actor, behalf
  FROM shelter_report ORDER BY shelter, said_at DESC, id DESC;
COMMENT ON VIEW shelter_now IS 'The report that counts of each shelter; none: standby. Read by shelters/event and shelters/card.';

GRANT SELECT, INSERT, UPDATE (tag, withdrawn, successor) ON shelter TO diming_server;
GRANT SELECT, INSERT, UPDATE (recorded, closed_by) ON shelter_version TO diming_server;
GRANT SELECT, INSERT ON shelter_check, shelter_report TO diming_server;
GRANT SELECT ON shelter_now TO diming_server;
