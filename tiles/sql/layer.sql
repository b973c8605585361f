-- Makes the stored features of a layer those of the view published: $1 the
-- layer, $2 its objects, or NULL for all; $3, $4, $5 the runs of zooms in which
-- it is shown, from, to and with which tolerance in metres. Gives what was taken
-- out and what was put in: whether it is new, its attributes, its zooms, where.
-- Degrees of CGCS2000 are taken as those of WGS 84.
WITH published_now AS MATERIALIZED (
  SELECT * FROM published WHERE $2::uuid[] IS NULL OR object = ANY($2)
), audience AS MATERIALIZED (
  SELECT owners, ARRAY(SELECT DISTINCT up.division FROM unnest(owners) AS o, division_above(o) AS up ORDER BY 1) AS seen_by
  FROM (SELECT DISTINCT owners FROM published_now) d
), fresh AS MATERIALIZED (
  SELECT p.object, b.min_zoom, b.max_zoom, p.valid, a.seen_by, p.attributes,
         CASE WHEN b.tolerance > 0 THEN ST_Simplify(g.geom, b.tolerance, true) ELSE g.geom END AS geom
  FROM published_now p JOIN audience a USING (owners)
  CROSS JOIN LATERAL (SELECT ST_Transform(ST_SetSRID(p.geom, 4326), 3857) AS geom) g
  CROSS JOIN unnest($3::smallint[], $4::smallint[], $5::float8[]) AS b (min_zoom, max_zoom, tolerance)
), gone AS (
  DELETE FROM tile_feature f
  WHERE f.layer = $1 AND ($2 IS NULL OR f.object = ANY($2)) AND NOT EXISTS (
    SELECT FROM fresh n WHERE n.object = f.object AND (n.min_zoom, n.max_zoom, n.valid, n.seen_by, n.attributes) = (f.min_zoom, f.max_zoom, f.valid, f.seen_by, f.attributes)
      AND ST_OrderingEquals(n.geom, f.geom))
  RETURNING f.*
), added AS (
  INSERT INTO tile_feature (layer, object, min_zoom, max_zoom, valid, seen_by, attributes, geom)
  SELECT $1, n.* FROM fresh n
  WHERE NOT EXISTS (
    SELECT FROM tile_feature f WHERE f.layer = $1 AND f.object = n.object AND (n.min_zoom, n.max_zoom, n.valid, n.seen_by, n.attributes) = (f.min_zoom, f.max_zoom, f.valid, f.seen_by, f.attributes)
      AND ST_OrderingEquals(n.geom, f.geom))
  RETURNING *
)
SELECT new, concat_ws(E'\x1f', object, min_zoom, valid, seen_by, attributes), min_zoom, max_zoom, ST_AsBinary(geom)
FROM (SELECT false AS new, gone.* FROM gone UNION ALL SELECT true, added.* FROM added) changed
