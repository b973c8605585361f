-- Places are thinned out, so that there is a first zoom for every zoom: an index led by
-- all of them would be looked through once for each. Two zooms share a branch.
DROP INDEX tile_place_geom;
CREATE INDEX tile_place_geom ON tile_place USING gist (((min_zoom + 1) / 2), geom);
COMMENT ON COLUMN tile_place.min_zoom IS 'From which zoom it is shown: that of its rank, or later where one that counts more stands near.';
COMMENT ON COLUMN tile_label.min_zoom IS 'From which zoom it is shown: that of its level, or later where one that counts more stands near.';
