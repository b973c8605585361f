-- What vector tiles are made from: generalised geometry in EPSG:3857, a
-- projection of the public views that may be emptied and built again.
-- A band is a run of zoom levels with one geometry, 0 the coarsest.

CREATE TABLE tile_area (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  division uuid      NOT NULL,
  code     text      NOT NULL,
  name     text      NOT NULL,
  level    smallint  NOT NULL,
  band     smallint  NOT NULL,
  valid    daterange NOT NULL,
  geom     geometry(MultiPolygon, 3857) NOT NULL
);
COMMENT ON TABLE tile_area IS 'Areas of divisions; neighbours share the vertices of their common line exactly, in every band.';
CREATE INDEX tile_area_geom     ON tile_area USING gist (band, geom);
CREATE INDEX tile_area_division ON tile_area (division);

CREATE TABLE tile_line (
  id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  level  smallint  NOT NULL,
  owners uuid[]    NOT NULL,
  band   smallint  NOT NULL,
  valid  daterange NOT NULL,
  geom   geometry(LineString, 3857) NOT NULL
);
COMMENT ON COLUMN tile_line.level IS 'The highest level (smallest number) that the line separates.';
COMMENT ON COLUMN tile_line.owners IS 'The divisions of that level that it bounds: two, or one where nothing is held on the other side.';
CREATE INDEX tile_line_geom   ON tile_line USING gist (band, geom);
CREATE INDEX tile_line_owners ON tile_line USING gin (owners);

CREATE TABLE tile_label (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  division uuid      NOT NULL,
  code     text      NOT NULL,
  name     text      NOT NULL,
  pinyin   text      NOT NULL,
  level    smallint  NOT NULL,
  rank     smallint  NOT NULL,
  min_zoom smallint  NOT NULL,
  valid    daterange NOT NULL,
  geom     geometry(Point, 3857) NOT NULL
);
COMMENT ON TABLE tile_label IS 'Where the name of a division is written, once for each time it had that name, code and place.';
CREATE INDEX tile_label_geom     ON tile_label USING gist (min_zoom, geom);
CREATE INDEX tile_label_division ON tile_label (division);

CREATE TABLE tile_place (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  place    uuid      NOT NULL,
  name     text      NOT NULL,
  pinyin   text      NOT NULL,
  class    text      NOT NULL,
  rank     smallint  NOT NULL,
  min_zoom smallint  NOT NULL,
  valid    daterange NOT NULL,
  geom     geometry(Point, 3857) NOT NULL
);
COMMENT ON TABLE tile_place IS 'Places that are not divisions, once for each time they had that name and position.';
CREATE INDEX tile_place_geom  ON tile_place USING gist (min_zoom, geom);
CREATE INDEX tile_place_place ON tile_place (place);

CREATE TABLE tile_way (
  id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  place  uuid      NOT NULL,
  layer  text      NOT NULL CHECK (layer IN ('water', 'roads')),
  name   text      NOT NULL,
  kind   text      NOT NULL,
  band   smallint  NOT NULL,
  valid  daterange NOT NULL,
  geom   geometry(MultiLineString, 3857) NOT NULL
);
COMMENT ON TABLE tile_way IS 'Waters and roads whose extent is held, as lines.';
COMMENT ON COLUMN tile_way.kind IS 'The class code of the place.';
CREATE INDEX tile_way_geom  ON tile_way USING gist (band, geom);
CREATE INDEX tile_way_place ON tile_way (place);

CREATE TABLE tile_change (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  from_zoom smallint NOT NULL,
  to_zoom   smallint NOT NULL,
  min_x     double precision NOT NULL,
  min_y     double precision NOT NULL,
  max_x     double precision NOT NULL,
  max_y     double precision NOT NULL
);
COMMENT ON TABLE tile_change IS 'What changed where, in EPSG:3857 metres, the old and the new: every server drops its cached tiles there, whichever of them made the change. Rows are kept for a day.';
CREATE INDEX tile_change_at ON tile_change (at);

GRANT SELECT, INSERT, UPDATE, DELETE ON tile_area, tile_line, tile_label, tile_place, tile_way, tile_change TO diming_server;
