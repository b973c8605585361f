// Package flatgeobuf writes FlatGeobuf 3 files, feature after feature as they
// come: without a spatial index, which would need all of them first.
//
// The format is the one of https://flatgeobuf.org: a header and features, each a
// FlatBuffer behind its size. Coordinates are easting before northing, longitude
// before latitude, whatever the axis order of the reference system. What is
// absent of a feature, its geometry or a value, is not written at all.
//
// PostGIS 3.3.2 writes such files too (ST_AsFlatGeobuf), but puts the values
// behind a NULL under the number of the column before.
package flatgeobuf
