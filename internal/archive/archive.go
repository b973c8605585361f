// Package archive writes the whole register as open files and reads it back
// into an empty installation: a bureau that leaves takes everything, and needs
// neither this program nor PostgreSQL to read it.
//
// An export is a folder, or the same as .tar.gz:
//
//	manifest.json    what there is, with sizes, rows and SHA-256; written last
//	schema.json      every table: columns, types, comments, keys and checks
//	README.txt       how to read it
//	csv/TABLE.csv    a table, one row a record
//	json/TABLE.jsonl the same, one JSON object a line
//	register.gpkg    places and divisions for a GIS
//	documents/       documents, named by their SHA-256
//
// The list of tables comes from the catalogue. What is left out is named in
// left.go with the reason, and in the manifest.
//
// This package reads and fills tables that belong to others, as pg_dump and
// pg_restore do: it knows their catalogue, not their meaning.
package archive

import (
	"errors"
	"fmt"
	"time"
)

// Format names this layout of files; another layout gets another number.
const Format = "diming-export/1"

// Names in an export.
const (
	manifestName = "manifest.json"
	schemaName   = "schema.json"
	readmeName   = "README.txt"
	gpkgName     = "register.gpkg"
	documentDir  = "documents"
	documentList = documentDir + "/list.csv"
)

// crsStatement says what coordinates mean, in every manifest.
const crsStatement = "CGCS2000 geographic (EPSG:4490), degrees, longitude first. Elevations: metres, 1985 national height datum. " +
	"Coordinates that a source gave in another system stand beside as text (place_version.given_position)."

// A Manifest says what an export holds. An export without one is not whole.
type Manifest struct {
	Format  string    `json:"format"`
	Program string    `json:"program"`
	Schema  int       `json:"schema"` // migration that the tables stand at
	At      time.Time `json:"at"`     // of the one moment that all tables show
	HeadSeq int64     `json:"head_seq"`
	Head    string    `json:"head"` // of the ledger, hexadecimal
	CRS     string    `json:"crs"`
	Choice
	Never      string       `json:"never"` // what no export holds
	Tables     []Contents   `json:"tables"`
	LeftOut    []Left       `json:"left_out"`
	Counters   []Counter    `json:"counters"`
	GeoPackage GeoPackage   `json:"geopackage"`
	Documents  DocumentList `json:"documents"`
	Files      []File       `json:"files"` // all but the documents and this one
}

// Contents is one table as the files hold it.
type Contents struct {
	Table   string   `json:"table"`
	Rows    int64    `json:"rows"`
	CSV     string   `json:"csv"`
	JSON    string   `json:"json"`
	Without []string `json:"without,omitempty"` // columns that were left out
}

// A File is one file of an export.
type File struct {
	Path   string `json:"path"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
	Lines  int64  `json:"lines,omitempty"`
	// LineSums are the CRC-32C of each hundred lines, eight hexadecimal digits
	// each: they say where a damaged file is damaged.
	LineSums string `json:"line_sums,omitempty"`
}

// A Left is a table that is left out, and why.
type Left struct {
	Table string `json:"table"`
	Why   string `json:"why"`
}

// A Counter is where the database's numbering of a column stands.
type Counter struct {
	Table  string `json:"table"`
	Column string `json:"column"`
	Last   int64  `json:"last"`
}

// A DocumentList says how many documents there are.
type DocumentList struct {
	Count int   `json:"count"`
	Bytes int64 `json:"bytes"`
}

// Errors that callers tell apart with errors.Is.
var (
	ErrExists   = errors.New("it exists and is not overwritten")
	ErrNotWhole = errors.New("not a whole export")
	ErrNewer    = errors.New("the export is of a newer version of the program")
	ErrOccupied = errors.New("the register is not empty")
)

// A Damage says where an export is not what its manifest says.
type Damage struct {
	File   string
	From   int64 // first line that it may be in, 0 where not known
	To     int64
	Reason string
}

func (d *Damage) Error() string {
	switch {
	case d.From == 0:
		return fmt.Sprintf("%s: %s", d.File, d.Reason)
	case d.From == d.To:
		return fmt.Sprintf("%s, line %d: %s", d.File, d.From, d.Reason)
	}
	return fmt.Sprintf("%s, lines %d to %d: %s", d.File, d.From, d.To, d.Reason)
}
