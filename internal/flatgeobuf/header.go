package flatgeobuf

import flatbuffers "github.com/google/flatbuffers/go"

// A Header describes all features of a file.
type Header struct {
	Name, Title string
	Geometry    GeometryType // of every feature
	Columns     []Column
	Count       uint64 // of the features that follow; 0: not known, or none
	EPSG        int32  // code of the reference system; 0: not known
}

// A GeometryType is the number of a kind of geometry, the one of WKB.
type GeometryType byte

// The geometry types that are written.
const (
	Point           GeometryType = 1
	MultiLineString GeometryType = 5
	MultiPolygon    GeometryType = 6

	polygon GeometryType = 3 // a part of a MultiPolygon
)

// A Column describes the values that features have at one place.
type Column struct {
	Name  string
	Title string // "" for none
	Type  ColumnType
	Key   bool // no two features have the same
}

// A ColumnType is the number of a type of values.
type ColumnType byte

// The column types that are written, with the Go type of a value.
const (
	Bool     ColumnType = 2  // bool
	Long     ColumnType = 7  // int64
	Double   ColumnType = 10 // float64
	String   ColumnType = 11 // string
	JSON     ColumnType = 12 // []string, as an array
	DateTime ColumnType = 13 // string, ISO 8601
)

// Slots are the fields of a table in the order of the schema (header.fbs).
const (
	headerName          = 0
	headerGeometryType  = 2
	headerColumns       = 7
	headerFeaturesCount = 8
	headerIndexNodeSize = 9
	headerCRS           = 10
	headerTitle         = 11
	headerSlots         = 14

	columnName       = 0
	columnType       = 1
	columnTitle      = 2
	columnUnique     = 8
	columnPrimaryKey = 9
	columnSlots      = 11

	crsOrganisation = 0
	crsCode         = 1
	crsSlots        = 6
)

// defaultNodeSize is what the schema takes for the size of a node of the index
// where a header says nothing.
const defaultNodeSize = 16

// build writes the header, behind its size.
func (h Header) build(b *flatbuffers.Builder) []byte {
	b.Reset()
	columns := make([]flatbuffers.UOffsetT, len(h.Columns))
	for i, c := range h.Columns {
		columns[i] = c.build(b)
	}
	all := b.CreateVectorOfTables(columns)
	crs := h.crs(b)
	name, title := b.CreateString(h.Name), b.CreateString(h.Title)
	b.StartObject(headerSlots)
	b.PrependUOffsetTSlot(headerName, name, 0)
	b.PrependUOffsetTSlot(headerTitle, title, 0)
	b.PrependByteSlot(headerGeometryType, byte(h.Geometry), 0)
	b.PrependUOffsetTSlot(headerColumns, all, 0)
	b.PrependUint64Slot(headerFeaturesCount, h.Count, 0)
	b.PrependUint16Slot(headerIndexNodeSize, 0, defaultNodeSize)
	b.PrependUOffsetTSlot(headerCRS, crs, 0)
	b.FinishSizePrefixed(b.EndObject())
	return b.FinishedBytes()
}

func (h Header) crs(b *flatbuffers.Builder) flatbuffers.UOffsetT {
	if h.EPSG == 0 {
		return 0
	}
	organisation := b.CreateString("EPSG")
	b.StartObject(crsSlots)
	b.PrependUOffsetTSlot(crsOrganisation, organisation, 0)
	b.PrependInt32Slot(crsCode, h.EPSG, 0)
	return b.EndObject()
}

func (c Column) build(b *flatbuffers.Builder) flatbuffers.UOffsetT {
	name, title := b.CreateString(c.Name), flatbuffers.UOffsetT(0)
	if c.Title != "" {
		title = b.CreateString(c.Title)
	}
	b.StartObject(columnSlots)
	b.PrependUOffsetTSlot(columnName, name, 0)
	b.PrependByteSlot(columnType, byte(c.Type), 0)
	b.PrependUOffsetTSlot(columnTitle, title, 0)
	b.PrependBoolSlot(columnUnique, c.Key, false)
	b.PrependBoolSlot(columnPrimaryKey, c.Key, false)
	return b.EndObject()
}
