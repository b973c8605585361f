package inspection

import (
	"maps"
	"strconv"
	"time"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/internal/canonical"
)

// A Kind says what a record is.
type Kind string

// The kinds of records.
const (
	MarkerCheck  Kind = "marker_check"  // a marker seen
	SegmentCheck Kind = "segment_check" // a stretch of line walked
	Problem      Kind = "problem"
	Relocation   Kind = "relocation" // a marker found again, or looked for, from its reference objects
	Track        Kind = "track"
	Note         Kind = "note"
	Patrol       Kind = "patrol"       // of an entrusted keeper
	Withdrawal   Kind = "withdrawal"   // about a record of the same side, which no longer stands; text is the reason
	Amendment    Kind = "amendment"    // about the record it adds to
	Disagreement Kind = "disagreement" // about a record of the other side; text is what this side saw
)

// A Decimal is a number as it was written, "" where there is none.
type Decimal string

// Float is d as a number, 0 where it is none.
func (d Decimal) Float() float64 {
	f, err := strconv.ParseFloat(string(d), 64)
	if err != nil {
		return 0
	}
	return f
}

// A Record is one observation. It is never changed: what follows about it is
// another record.
type Record struct {
	ID         uuid.UUID // made on the phone
	Kind       Kind
	Task       uuid.UUID
	Object     Object
	Side       boundaries.Side
	Observer   uuid.UUID // the account, or the invitation of a guest
	Device     uuid.UUID
	PhoneTime  time.Time // by the phone's clock, which may be wrong by years
	Position   *Position
	Condition  string            // of Conditions, "" where the kind has none
	Answers    map[string]string // item of the form → value
	References []Reference
	Files      []File
	Text       string
	About      *uuid.UUID // of a withdrawal, an amendment, a disagreement
	Formerly   *uuid.UUID // the id under which another record was there already
}

// An Object is what a record is about: a marker, a stretch or a line.
type Object struct {
	Kind string // marker, segment or line
	ID   uuid.UUID
}

// A Position is where a phone believed to be, in degrees (EPSG:4490).
type Position struct {
	Lon, Lat  Decimal
	AccuracyM Decimal // radius in metres, as the phone said
	At        time.Time
}

// A Reference is what was seen of one reference object 方位物.
type Reference struct {
	Reference  uuid.UUID
	State      string  // present, changed, gone or unseen
	AzimuthDeg Decimal // measured, "" if not
	DistanceM  Decimal // measured, "" if not
}

// A File is one that a record names; its bytes travel by themselves.
type File struct {
	SHA256         string
	Bytes          int64
	Type           string // media type
	Role           string // photo, voice, track or drawn
	Face           string // of the marker, "" where none
	OriginalSHA256 string // of the picture before it was reduced, "" where it was not
	OriginalBytes  int64
	Taken          *time.Time // by the camera, if it said so
	Position       *Position
}

// Conditions are those in which a marker may be found.
var Conditions = []string{"normal", "damaged", "lost", "shifted", "text_faded", "covered"}

var (
	kinds = []string{string(MarkerCheck), string(SegmentCheck), string(Problem), string(Relocation), string(Track),
		string(Note), string(Patrol), string(Withdrawal), string(Amendment), string(Disagreement)}
	fileTypes = map[string][]string{
		"photo": {"image/jpeg", "image/png", "image/heic"},
		"voice": {"audio/webm", "audio/mp4", "audio/mpeg", "audio/ogg", "audio/wav"},
		"track": {"application/gpx+xml", "application/geo+json"},
		"drawn": {"image/png"},
	}
)

// Limits of one record.
const (
	MaxRecordBytes = 256 << 10
	MaxFileBytes   = 64 << 20
	maxText        = 4000 // characters
	maxAnswers     = 200
	maxList        = 100 // files, references
)

// Canonical gives the bytes of r that are digested and stored.
func (r Record) Canonical() []byte {
	answers := canonical.Object{}
	for item, value := range r.Answers {
		answers[item] = value
	}
	references, files := []any{}, []any{}
	for _, ref := range r.References {
		references = append(references, canonical.Object{"reference": ref.Reference, "state": ref.State,
			"azimuth_deg": orNull(ref.AzimuthDeg), "distance_m": orNull(ref.DistanceM)})
	}
	for _, f := range r.Files {
		files = append(files, f.object())
	}
	return written(canonical.Object{
		"v": Version, "id": r.ID, "kind": string(r.Kind), "task": r.Task,
		"object": canonical.Object{"kind": r.Object.Kind, "id": r.Object.ID},
		"side":   string(r.Side), "observer": r.Observer, "device": r.Device, "phone_time": moment(r.PhoneTime),
		"position": r.Position.value(), "condition": orNull(r.Condition), "answers": answers,
		"references": references, "files": files, "text": r.Text,
		"about": idOrNull(r.About), "formerly": idOrNull(r.Formerly),
	})
}

func (p *Position) value() any {
	if p == nil {
		return nil
	}
	return canonical.Object{"lon": string(p.Lon), "lat": string(p.Lat), "accuracy_m": string(p.AccuracyM), "at": moment(p.At)}
}

func (f File) object() canonical.Object {
	o := canonical.Object{"sha256": f.SHA256, "bytes": f.Bytes, "type": f.Type, "role": f.Role, "face": orNull(f.Face),
		"original_sha256": orNull(f.OriginalSHA256), "original_bytes": nil, "taken": nil, "position": f.Position.value()}
	if f.OriginalSHA256 != "" {
		o["original_bytes"] = f.OriginalBytes
	}
	if f.Taken != nil {
		o["taken"] = moment(*f.Taken)
	}
	return o
}

// ReadRecord reads a record from its canonical bytes. What it takes, Canonical
// gives back to the byte; everything else is a *Refusal.
func ReadRecord(text []byte) (Record, error) {
	if len(text) > MaxRecordBytes {
		return Record{}, unreadable("内容超过 {} 字节", "it is longer than {} bytes", MaxRecordBytes)
	}
	f, err := readFields(text)
	if err != nil {
		return Record{}, err
	}
	r := Record{
		ID: f.id("id"), Kind: Kind(f.oneOf("kind", kinds...)), Task: f.id("task"), Side: f.side("side"),
		Observer: f.id("observer"), Device: f.id("device"), PhoneTime: f.at("phone_time"), Position: readPosition(f),
		Condition: f.oneOf("condition", append([]string{""}, Conditions...)...),
		Text:      f.text("text", maxText), About: f.idOrNull("about"), Formerly: f.idOrNull("formerly"),
	}
	f.object("object", func(f *fields) error {
		r.Object = Object{Kind: f.oneOf("kind", "marker", "segment", "line"), ID: f.id("id")}
		return f.done()
	})
	r.Answers = readAnswers(f)
	f.list("references", maxList, func(f *fields) error {
		r.References = append(r.References, Reference{Reference: f.id("reference"), State: f.oneOf("state", "present", "changed", "gone", "unseen"),
			AzimuthDeg: f.decimalOrEmpty("azimuth_deg", 0, 360), DistanceM: f.decimalOrEmpty("distance_m", 0, 100_000)})
		return f.done()
	})
	f.list("files", maxList, func(f *fields) error {
		r.Files = append(r.Files, readFile(f))
		return f.done()
	})
	if err := f.done(); err != nil {
		return Record{}, err
	}
	return r, r.sense()
}

func readPosition(f *fields) *Position {
	if f.null("position") {
		return nil
	}
	var p Position
	f.object("position", func(f *fields) error {
		p = Position{Lon: f.decimal("lon", -180, 180), Lat: f.decimal("lat", -90, 90), AccuracyM: f.decimal("accuracy_m", 0, 999_999), At: f.at("at")}
		return f.done()
	})
	return &p
}

func readAnswers(f *fields) map[string]string {
	out := map[string]string{}
	f.object("answers", func(f *fields) error {
		if len(f.o) > maxAnswers {
			f.fail("", "太多", "are too many")
		}
		for item := range maps.Keys(f.o) {
			if item == "" || len(item) > 100 {
				f.fail(item, "项目名为空或太长", "is no name of an item")
			}
			out[item] = f.text(item, maxText)
		}
		return f.done()
	})
	return out
}

func readFile(f *fields) File {
	file := File{SHA256: f.digest("sha256"), Bytes: f.integer("bytes", 1, MaxFileBytes), Role: f.oneOf("role", "photo", "voice", "track", "drawn"),
		Type: f.text("type", 100), OriginalSHA256: f.digestOrEmpty("original_sha256"), Taken: f.atOrNull("taken"), Position: readPosition(f)}
	if !f.null("face") {
		file.Face = f.text("face", 40)
		if file.Face == "" {
			f.fail("face", "为空时应写 null", "must be null where there is none")
		}
	}
	switch {
	case file.OriginalSHA256 != "":
		file.OriginalBytes = f.integer("original_bytes", 1, 1<<40)
	case !f.null("original_bytes"):
		f.fail("original_bytes", "没有 original_sha256 时应为 null", "must be null without original_sha256")
	}
	if !typeFits(file.Role, file.Type) {
		f.fail("type", "与 role 不符", "is no type of this role")
	}
	return file
}
