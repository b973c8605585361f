-- One tile of the set public: $1 zoom, $2 x, $3 y, $4 the date it shows,
-- $5 the band, $6 the levels whose areas and lines are shown. The envelope is
-- compared with stored EPSG:3857 geometry; ST_AsMVT leaves out what
-- ST_AsMVTGeom finds too small. Orders are fixed, so equal content is equal bytes.
  coalesce((SELECT ST_AsMVT(m, 'divisions', 4096, 'geom') FROM (
    SELECT division::text AS id, code, name, level::int AS level,
           ST_AsMVTGeom(geom, ST_TileEnvelope($1, $2, $3), 4096, 64) AS geom
    FROM tile_area
    WHERE band = $5 AND geom && ST_TileEnvelope($1, $2, $3, margin => 0.015625)
      AND valid @> $4::date AND level = ANY($6::smallint[])
    ORDER BY level, division) m), '')
  || coalesce((SELECT ST_AsMVT(m, 'division_lines', 4096, 'geom') FROM (
    SELECT level::int AS level,
           ST_AsMVTGeom(geom, ST_TileEnvelope($1, $2, $3), 4096, 64) AS geom
    FROM tile_line
    WHERE band = $5 AND geom && ST_TileEnvelope($1, $2, $3, margin => 0.015625)
      AND valid @> $4::date AND level = ANY($6::smallint[])
    ORDER BY level DESC, owners, geom) m), '')
  || coalesce((SELECT ST_AsMVT(m, 'division_labels', 4096, 'geom') FROM (
    SELECT division::text AS id, code, name, pinyin, level::int AS level, rank::int AS rank,
           ST_AsMVTGeom(geom, ST_TileEnvelope($1, $2, $3), 4096, 64) AS geom
    FROM tile_label
    WHERE min_zoom <= $1 AND geom && ST_TileEnvelope($1, $2, $3, margin => 0.015625)
      AND valid @> $4::date
    ORDER BY rank, code, division) m), '')
  || coalesce((SELECT ST_AsMVT(m, 'places', 4096, 'geom') FROM (
    SELECT place::text AS id, name, pinyin, class, rank::int AS rank,
           ST_AsMVTGeom(geom, ST_TileEnvelope($1, $2, $3), 4096, 64) AS geom
    FROM tile_place
    WHERE min_zoom <= $1 AND geom && ST_TileEnvelope($1, $2, $3, margin => 0.015625)
      AND valid @> $4::date
    ORDER BY rank, place) m), '')
  || coalesce((SELECT ST_AsMVT(m, 'water', 4096, 'geom') FROM (
    SELECT place::text AS id, name, kind,
           ST_AsMVTGeom(geom, ST_TileEnvelope($1, $2, $3), 4096, 64) AS geom
    FROM tile_way
    WHERE layer = 'water' AND band = $5 AND geom && ST_TileEnvelope($1, $2, $3, margin => 0.015625)
      AND valid @> $4::date
    ORDER BY kind, place) m), '')
  || coalesce((SELECT ST_AsMVT(m, 'roads', 4096, 'geom') FROM (
    SELECT place::text AS id, name, kind,
           ST_AsMVTGeom(geom, ST_TileEnvelope($1, $2, $3), 4096, 64) AS geom
    FROM tile_way
    WHERE layer = 'roads' AND band = $5 AND geom && ST_TileEnvelope($1, $2, $3, margin => 0.015625)
      AND valid @> $4::date
    ORDER BY kind, place) m), '')
