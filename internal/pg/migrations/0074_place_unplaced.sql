-- Places without a position come last in the collections of features. Where there are
-- few among many they must not be looked for among all.
CREATE INDEX place_version_unplaced ON place_version (place) WHERE location IS NULL AND extent IS NULL;
