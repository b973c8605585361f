-- Areas made from lines: where all lines of a division are held, its area is
-- 'faces' and cannot be written otherwise. The database looks at the end of
-- each transaction, so that a line and the areas beside it may be written in any
-- order. Written by boundaries.

CREATE TABLE division_face_release (
  entry    bigint NOT NULL REFERENCES ledger_entry,
  division uuid   NOT NULL REFERENCES division,
  reason   text   NOT NULL CHECK (reason <> ''),
  PRIMARY KEY (entry, division)
);
COMMENT ON TABLE division_face_release IS 'By which entry the area of a division ceased to be made from its lines: its lines are to be drawn anew, as after a redivision.';
GRANT SELECT, INSERT ON division_face_release TO diming_server;

-- Edges of a geometry, each from its lesser end to the greater.
CREATE FUNCTION boundary_edges(g geometry) RETURNS TABLE (x1 float8, y1 float8, x2 float8, y2 float8) LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN up THEN ax ELSE bx END, CASE WHEN up THEN ay ELSE by END, CASE WHEN up THEN bx ELSE ax END, CASE WHEN up THEN by ELSE ay END
  FROM (SELECT ax, ay, bx, by, (ax, ay) < (bx, by) AS up
    FROM (SELECT ST_X(ST_PointN(s.geom, 1)) ax, ST_Y(ST_PointN(s.geom, 1)) ay, ST_X(ST_PointN(s.geom, 2)) bx, ST_Y(ST_PointN(s.geom, 2)) by
      FROM ST_DumpSegments(g) s) e) o
  WHERE (ax, ay) <> (bx, by)
$$;

-- Whether an area's edges are edges of lines that stand on a day, and all edges
-- of the division's own lines are edges of the area.
CREATE FUNCTION boundary_face_holds(of_division uuid, area geometry, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
  WITH part AS MATERIALIZED (
    SELECT p.geom, of_division IN (v.a_division, v.b_division) AS own
    FROM boundary_line_version v JOIN boundary_line l ON l.id = v.line, ST_Dump(v.geom) p
    WHERE upper_inf(v.recorded) AND v.valid @> on_day AND l.withdrawn IS NULL AND v.geom && area AND p.geom && area),
  line AS MATERIALIZED (SELECT x1, y1, x2, y2, bool_or(own) AS own FROM part, boundary_edges(part.geom) GROUP BY 1, 2, 3, 4),
  face AS MATERIALIZED (SELECT x1, y1, x2, y2 FROM boundary_edges(ST_Boundary(area)))
  SELECT NOT EXISTS (SELECT FROM face f WHERE NOT EXISTS (SELECT FROM line l WHERE (l.x1, l.y1, l.x2, l.y2) = (f.x1, f.y1, f.x2, f.y2)))
     AND NOT EXISTS (SELECT FROM line l WHERE own AND NOT EXISTS (SELECT FROM face f WHERE (l.x1, l.y1, l.x2, l.y2) = (f.x1, f.y1, f.x2, f.y2)))
$$;

CREATE FUNCTION guard_division_face() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM division_version WHERE version = NEW.version AND upper_inf(recorded))
     AND NOT boundary_face_holds(NEW.division, NEW.area, coalesce(lower(NEW.valid), least(upper(NEW.valid) - 1, current_date))) THEN
    RAISE EXCEPTION 'the area of division % is made from its lines and is not what these enclose', NEW.division
      USING ERRCODE = 'check_violation', CONSTRAINT = 'division_face';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER division_face_is_of_lines AFTER INSERT ON division_version DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.area_source = 'faces' AND upper_inf(NEW.recorded)) EXECUTE FUNCTION guard_division_face();

CREATE FUNCTION guard_division_face_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM division_version v WHERE v.division = OLD.division AND upper_inf(v.recorded) AND v.valid && OLD.valid AND v.area_source IS DISTINCT FROM 'faces')
     AND NOT EXISTS (SELECT FROM division_face_release r WHERE r.entry = NEW.closed_by AND r.division = OLD.division) THEN
    RAISE EXCEPTION 'the area of division % is made from its lines and cannot be written otherwise', OLD.division
      USING ERRCODE = 'check_violation', CONSTRAINT = 'division_face';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER division_face_is_kept AFTER UPDATE ON division_version DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.area_source = 'faces' AND NOT upper_inf(NEW.recorded)) EXECUTE FUNCTION guard_division_face_kept();
