-- Forms in which standing names are compared, the areas and the times for
-- which names are held whole, and built-up areas 建成区. Written by package
-- gazetteer.

CREATE TABLE name_form (
  place       uuid      NOT NULL REFERENCES place,
  class       text      NOT NULL,
  class_group text      NOT NULL,
  valid       daterange NOT NULL,
  last        boolean   NOT NULL,
  text        text      NOT NULL,
  specific    text      NOT NULL,
  reading     text      NOT NULL,
  toned       text      NOT NULL,
  toneless    text      NOT NULL,
  look        text      NOT NULL,
  dialect     text      NOT NULL,
  within      uuid,
  province    uuid,
  city        uuid,
  county      uuid,
  township    uuid,
  location    geometry(Point, 4490)
);
COMMENT ON TABLE name_form IS 'A projection of the standard names: the forms in which rules compare them, and the divisions above. Made again from names at any time.';
COMMENT ON COLUMN name_form.class_group IS 'Classes whose names must differ from one another (package naming).';
COMMENT ON COLUMN name_form.last IS 'The name ended together with its place 销名, or stands without end.';
COMMENT ON COLUMN name_form.within IS 'The smallest division held that the place lies in; the columns after it are those above, by level.';
CREATE INDEX name_form_place    ON name_form (place);
CREATE INDEX name_form_within   ON name_form (within);
CREATE INDEX name_form_text     ON name_form (class_group, text);
CREATE INDEX name_form_specific ON name_form (class_group, specific);
CREATE INDEX name_form_toneless ON name_form (class_group, toneless);
CREATE INDEX name_form_look     ON name_form (class_group, look);
CREATE INDEX name_form_dialect  ON name_form (class_group, dialect) WHERE dialect <> '';

CREATE TABLE name_form_stale (place uuid);
COMMENT ON TABLE name_form_stale IS 'Places whose forms no longer follow from their names: a row for each change, none where the projection is up to date. NULL: divisions changed, and with them what lies above.';

CREATE FUNCTION name_forms_are_stale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'division_version' THEN
    INSERT INTO name_form_stale SELECT NULL WHERE EXISTS (SELECT FROM changed);
  ELSIF TG_TABLE_NAME = 'place' THEN
    INSERT INTO name_form_stale SELECT DISTINCT id FROM changed;
  ELSE
    INSERT INTO name_form_stale SELECT DISTINCT place FROM changed;
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION name_forms_are_stale IS 'Notes what changed, so that no way of writing a name can be forgotten; the forms themselves are computed in Go before they are next asked for.';
CREATE TRIGGER name_forms_insert AFTER INSERT ON name_version REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION name_forms_are_stale();
CREATE TRIGGER name_forms_update AFTER UPDATE ON name_version REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION name_forms_are_stale();
CREATE TRIGGER name_forms_insert AFTER INSERT ON place_version REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION name_forms_are_stale();
CREATE TRIGGER name_forms_update AFTER UPDATE ON place_version REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION name_forms_are_stale();
CREATE TRIGGER name_forms_update AFTER UPDATE ON place REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION name_forms_are_stale();
CREATE TRIGGER name_forms_insert AFTER INSERT ON division_version REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION name_forms_are_stale();
CREATE TRIGGER name_forms_update AFTER UPDATE ON division_version REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION name_forms_are_stale();
INSERT INTO name_form_stale SELECT id FROM place;

CREATE TABLE name_coverage (
  area        uuid NOT NULL,
  class_group text NOT NULL CHECK (class_group <> ''),
  as_of       date NOT NULL,
  source      text NOT NULL CHECK (source <> ''),
  entry       bigint NOT NULL REFERENCES ledger_entry,
  PRIMARY KEY (area, class_group)
);
COMMENT ON TABLE name_coverage IS 'Declares that all names of a group in an area are held, as of a day and by what source. Without a row a rule must not say that a name is free there.';
COMMENT ON COLUMN name_coverage.area IS 'A division or a built-up area; the nil id is the nation.';

CREATE TABLE built_up_area (
  id      uuid PRIMARY KEY,
  county  uuid NOT NULL REFERENCES division,
  name    text NOT NULL CHECK (name <> ''),
  area    geometry(MultiPolygon, 4490) NOT NULL,
  basis   text NOT NULL CHECK (basis <> ''),
  valid   daterange NOT NULL CHECK (NOT isempty(valid)),
  entry   bigint NOT NULL REFERENCES ledger_entry
);
COMMENT ON TABLE built_up_area IS 'Built-up areas 建成区, in which the names of streets must differ (地名管理条例第九条第八项): a polygon of its own, CGCS2000, no division.';
COMMENT ON COLUMN built_up_area.basis IS 'Who drew it and from what; says synthetic where it is.';
CREATE INDEX built_up_area_area ON built_up_area USING gist (area);

GRANT SELECT, INSERT, UPDATE, DELETE ON name_form, name_coverage, built_up_area TO diming_server;
GRANT SELECT, INSERT, DELETE ON name_form_stale TO diming_server;
