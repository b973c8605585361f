// Package report prints the result of a joint inspection 联合检查 of a boundary
// line: the report 联检报告 (DOCX and PDF), the record sheets 联检记录表 for ink
// and seal, and the package 报送包 that both governments hand in together
// (行政区域界线管理条例 art. 12; contents after 省级行政区域界线联合检查实施办法
// arts. 3, 5 and 6).
//
// A Report is a value: whoever gathers it from the stores puts into it all that
// is printed, and nothing is asked of a clock. The same value gives the same
// bytes, and so does one whose rows came in another order.
package report

import (
	"io"
	"time"

	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/internal/version"
)

// A Report is the result of one task: a line's inspection in a round, or a
// special check 专项检查 of a stretch.
type Report struct {
	Line     Line
	A, B     Party
	Task     Task
	Basis    []string // papers after which was inspected, in the order of their rank
	Meetings []Meeting
	Markers  []Marker
	Segments []Segment
	Whole    []Observation // of the line as a whole
	Problems []Problem
	Sheets   []Sheet
	Standing Standing
	Map      Map
	Dated    version.Date // the last day on which something of it was recorded
	Demo     bool         // 示例数据 stands on each page

	replaced int // characters of records that no font holds
}

// A Line is what the agreement and the approval say of the line.
type Line struct {
	Name, Number string
	Level        int     // 1 province to 5 village
	LengthM      float64 // geodesic, of the line as it is held (EPSG:4490)
	LengthStated string  // as the agreement says it
	ApprovedBy   string  // to whom the result is reported
	Approval     string  // number and day of the approval
	Agreement    string
	Description  string // 走向说明
}

// A Party is one of the two sides.
type Party struct {
	Name       string // 江山市
	Code       string
	Government string // 江山市人民政府
	Office     string // 江山市民政局
	NotHeld    bool   // no division of this register answers for it: sea, or outside
}

// A Task is which inspection it was.
type Task struct {
	ID      string
	Round   int // 5 for the fifth; 0 for a special check
	Year    int
	Lead    boundaries.Side
	Reason  string // of a special check
	Stretch string // of a special check: from where to where
	Years   int    // within which the line is to be inspected again
}

// A Meeting is a joint meeting 联席会议.
type Meeting struct {
	On          version.Date
	Place       string
	Units, Text string
}

// A Marker is a marker 界桩 and what was seen of it.
type Marker struct {
	ID, Number string
	Kind       string // 单立、双立、三立, and its faces, in words
	Material   string
	Keeper     boundaries.Side // "" where the agreement leaves it open
	Position   *orb.Point      // registered, degrees (EPSG:4490)
	Elevation  string          // metres, as registered
	References []Reference
	Seen       []Observation
}

// A Reference is a reference object 方位物 as it is registered.
type Reference struct {
	ID, Name       string
	Azimuth, North string // degrees as registered, and which north: true, grid or magnetic
	DistanceM      string
}

// A Segment is a stretch of the line between two markers.
type Segment struct {
	ID, Name string
	From, To string // numbers of the markers at its ends
	LengthM  float64
	Seen     []Observation
}

// An Observation is one field record, as it was stored.
type Observation struct {
	ID, Digest string
	Kind       string // of the protocol: marker_check, segment_check, problem …
	Side       boundaries.Side
	Observer   string
	PhoneTime  time.Time
	Reckoned   time.Time // as the server reckons from the phone's clock; zero: not
	Stored     time.Time
	Standing   string // accepted, proposal or withdrawn
	Condition  string // of a marker
	Answers    []Answer
	References []Seen
	Position   *Fix
	Text       string
	Photos     []Photo
	About      string // id of the record that it amends or disagrees with
}

// An Answer is the answer to one item of the check form.
type Answer struct{ Item, Value, Label, Words string }

// A Seen is what was seen of a reference object.
type Seen struct {
	Reference string // id
	State     string // present, changed, gone or unseen
	Azimuth   string // degrees, measured; "" if not
	DistanceM string
}

// A Fix is where a phone believed to be, with the radius that it gave.
type Fix struct{ Lon, Lat, AccuracyM string }

// A Photo is a picture of a record; its bytes are held to the digest.
type Photo struct {
	SHA256, Face string
	Type         string                        // media type
	Open         func() (io.ReadCloser, error) // nil: it has not arrived, which is said
	Taken        *time.Time
}

// A Problem is one that the task keeps, with who handles it and until when.
type Problem struct {
	Text, Object string
	Handler      string
	Due, Solved  version.Date // zero: none
	Solution     string
}

// A Sheet is a list of records that was signed.
type Sheet struct {
	Digest     string
	Words      [4]string
	State      string // incomplete, one_sided, same_device or joint
	Why        []string
	Records    []string // ids
	Signatures []Signature
	Scanned    bool // the sealed paper is filed
}

// A Signature is one side's signature of a sheet.
type Signature struct {
	Side           boundaries.Side
	Signer, Device string
	SignedAt       time.Time // by the phone's clock
	Counts         bool
}

// A Standing is how the whole task stands.
type Standing struct {
	State string // incomplete, one_sided, same_device, joint or disagreement
	Sheet string // digest of the sheet that decides, "" where none
}

// A Map is what the map sheet shows, in degrees (EPSG:4490).
type Map struct {
	Line    orb.MultiLineString
	AOnLeft bool
	Stretch orb.MultiLineString // what a special check looked at; nil: the whole line
}

// Party gives the side's party.
func (r *Report) Party(s boundaries.Side) Party {
	if s == boundaries.SideB {
		return r.B
	}
	return r.A
}
