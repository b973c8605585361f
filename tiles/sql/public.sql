-- What one tile of the set public shows: $1 to $4 where to look for it, west,
-- south, east and north in EPSG:3857 metres, $5 zoom, $6 the
-- date it shows, $7 the band, $8 the levels whose areas and lines are shown.
-- What the columns mean in each layer is in draw.go, and in set.go what is shown.
SELECT 'divisions' AS layer, level AS weight, division AS id, code AS a, name AS b, '' AS c, level AS n, '' AS attributes, ST_AsBinary(geom) AS geom
  FROM tile_area
  WHERE band = $7::smallint AND geom && ST_MakeEnvelope($1, $2, $3, $4, 3857) AND valid @> $6::date AND level = ANY($8::smallint[])
UNION ALL
SELECT 'division_lines', -level, NULL, '', '', '', level, '', ST_AsBinary(geom)
  FROM tile_line
  WHERE band = $7::smallint AND geom && ST_MakeEnvelope($1, $2, $3, $4, 3857) AND valid @> $6::date AND level = ANY($8::smallint[])
UNION ALL
SELECT 'division_labels', rank, division, code, name, pinyin, level, '', ST_AsBinary(geom)
  FROM tile_label
  WHERE {labels shown} AND geom && ST_MakeEnvelope($1, $2, $3, $4, 3857) AND valid @> $6::date
UNION ALL
SELECT 'places', rank, place, name, pinyin, class, 0::smallint, '', ST_AsBinary(geom)
  FROM tile_place
  WHERE {places shown} AND geom && ST_MakeEnvelope($1, $2, $3, $4, 3857) AND valid @> $6::date
UNION ALL
SELECT layer, 0::smallint, place, kind, name, '', 0::smallint, '', ST_AsBinary(geom)
  FROM tile_way
  WHERE band = $7::smallint AND geom && ST_MakeEnvelope($1, $2, $3, $4, 3857) AND valid @> $6::date
