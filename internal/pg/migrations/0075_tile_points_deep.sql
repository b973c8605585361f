-- From zoom 13 on nearly all points are shown. There an index led by their zooms only has
-- more branches to look through. The condition, which holds of every row, keeps these
-- indexes from those who ask for a few zooms and do not name it.
CREATE INDEX tile_place_deep ON tile_place USING gist (geom) WHERE min_zoom <= 16;
CREATE INDEX tile_label_deep ON tile_label USING gist (geom) WHERE min_zoom <= 16;
