-- An area made from lines lies on its side of them: a division's own lines are
-- compared with the area's edges in their direction, so that the area across the
-- line is refused too.

-- Edges of a geometry in the direction drawn.
CREATE FUNCTION boundary_steps(g geometry) RETURNS TABLE (ax float8, ay float8, bx float8, by float8) LANGUAGE sql IMMUTABLE AS $$
  SELECT ax, ay, bx, by FROM (
    SELECT path[1:cardinality(path) - 1] AS ring, ST_X(geom) AS ax, ST_Y(geom) AS ay,
      lead(ST_X(geom)) OVER w AS bx, lead(ST_Y(geom)) OVER w AS by
    FROM ST_DumpPoints(g) WINDOW w AS (PARTITION BY path[1:cardinality(path) - 1] ORDER BY path[cardinality(path)])) p
  WHERE (ax, ay) <> (bx, by)
$$;

CREATE OR REPLACE FUNCTION boundary_face_holds(of_division uuid, area geometry, on_day date) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  missing boolean;
BEGIN
  WITH part AS MATERIALIZED (
    SELECT CASE WHEN own AND NOT on_left THEN ST_Reverse(p.geom) ELSE p.geom END AS geom, own
    FROM (SELECT v.geom, of_division IN (v.a_division, v.b_division) AS own, v.a_on_left = (v.a_division = of_division) AS on_left
      FROM boundary_line_version v JOIN boundary_line l ON l.id = v.line
      WHERE upper_inf(v.recorded) AND v.valid @> on_day AND l.withdrawn IS NULL AND v.geom && area) v, ST_Dump(v.geom) p
    WHERE p.geom && area),
  step AS MATERIALIZED (SELECT ax, ay, bx, by, own FROM part, boundary_steps(part.geom)),
  face AS MATERIALIZED (SELECT ax, ay, bx, by FROM boundary_steps(ST_ForcePolygonCCW(area)))
  SELECT EXISTS (SELECT ax, ay, bx, by FROM face EXCEPT (SELECT ax, ay, bx, by FROM step UNION ALL SELECT bx, by, ax, ay FROM step))
      OR EXISTS (SELECT ax, ay, bx, by FROM step WHERE own EXCEPT SELECT ax, ay, bx, by FROM face)
  INTO missing;
  RETURN NOT missing;
END $$;

DROP FUNCTION boundary_edges(geometry);
