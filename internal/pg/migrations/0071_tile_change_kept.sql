-- Changes of tiles are kept longer than caches need them: by them a delta of an
-- archive that an office made weeks ago is made without making every tile again.
COMMENT ON TABLE tile_change IS 'One row for each update of the tables of tiles: which tiles it touches, the old state and the new. Every server drops those from its cache, whichever of them made the change, and deltas of archives are made of those alone. Rows are kept for 100 days.';
