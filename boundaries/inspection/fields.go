package inspection

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/internal/canonical"
)

// Digest is the SHA-256 of bytes in lower-case hex.
func Digest(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// TimeLayout is how moments are written: UTC, with milliseconds, as phones do.
const TimeLayout = "2006-01-02T15:04:05.000Z"

func moment(t time.Time) string { return t.UTC().Format(TimeLayout) }

// base64url is how keys and signatures are written.
var base64url = base64.RawURLEncoding.Strict()

// fields takes the members of one object, each once, and remembers the first
// that is not as it must be.
type fields struct {
	where string // "" or the path that leads here, with a dot
	o     canonical.Object
	taken []string
	err   *Refusal
}

// readFields reads a whole canonical text and looks at its version first: what
// a later version means is not guessed.
func readFields(text []byte) (*fields, error) {
	o, err := canonical.ReadObject(text)
	if err != nil {
		return nil, unreadable("内容不是规范的 JSON（{}）", "it is not canonical JSON ({})", strings.TrimPrefix(err.Error(), canonical.ErrNot.Error()+": "))
	}
	f := &fields{o: o}
	v, ok := f.get("v").(int64)
	switch {
	case !ok:
		return nil, unreadable("缺少版本号 v", "the version v is missing")
	case v > Version:
		return nil, refuse(CodeAppTooNew, "手机上的应用比服务器新（协议第 {} 版，服务器为第 {} 版）。记录仍在手机上，服务器更新后会自动发送。",
			"The app is newer than the server (protocol {}, the server speaks {}). The record is still on the phone and is sent once the server is updated.", v, Version)
	case v < Version:
		return nil, refuse(CodeAppTooOld, "手机上的应用版本太旧（协议第 {} 版，服务器要求第 {} 版）。记录仍在手机上，请更新应用后重新发送。",
			"The app is too old (protocol {}, the server wants {}). The record is still on the phone; update the app and send again.", v, Version)
	}
	return f, nil
}

func (f *fields) get(name string) any {
	v, ok := f.o[name]
	if !ok {
		f.fail(name, "缺少字段", "is missing")
		return nil
	}
	f.taken = append(f.taken, name)
	return v
}

func (f *fields) fail(name, zh, en string) {
	if f.err == nil {
		f.err = unreadable("{} "+zh, "{} "+en, f.where+name)
	}
}

// done gives the first thing that was wrong; a field that nobody took is one.
func (f *fields) done() error {
	if f.err == nil && len(f.taken) < len(f.o) {
		for _, name := range slices.Sorted(maps.Keys(f.o)) {
			if !slices.Contains(f.taken, name) {
				f.fail(name, "是未知字段", "is a field that is not known")
			}
		}
	}
	if f.err != nil {
		return f.err
	}
	return nil
}

// text takes a string of at most limit characters.
func (f *fields) text(name string, limit int) string {
	s, ok := f.get(name).(string)
	if !ok {
		f.fail(name, "应为文字", "must be a string")
	} else if utf8.RuneCountInString(s) > limit {
		f.fail(name, "太长", "is too long")
	}
	return s
}

func (f *fields) null(name string) bool {
	v, ok := f.o[name]
	if ok && v == nil {
		f.taken = append(f.taken, name)
		return true
	}
	return false
}

func (f *fields) id(name string) uuid.UUID {
	s := f.text(name, 36)
	id, err := uuid.Parse(s)
	if err != nil || id.String() != s || id == uuid.Nil {
		f.fail(name, "应为小写的 UUID", "must be a UUID in lower case")
	}
	return id
}

func (f *fields) idOrNull(name string) *uuid.UUID {
	if f.null(name) {
		return nil
	}
	id := f.id(name)
	return &id
}

var isDigest = regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString

func (f *fields) digest(name string) string {
	s := f.text(name, 64)
	if !isDigest(s) {
		f.fail(name, "应为 64 位小写十六进制的 SHA-256", "must be a SHA-256 of 64 lower-case hex digits")
	}
	return s
}

func (f *fields) digestOrEmpty(name string) string {
	if f.null(name) {
		return ""
	}
	return f.digest(name)
}

// oneOf takes a string that is among those listed; null is "" where it is
// among them.
func (f *fields) oneOf(name string, allowed ...string) string {
	if slices.Contains(allowed, "") && f.null(name) {
		return ""
	}
	s := f.text(name, 64)
	if s == "" || !slices.Contains(allowed, s) {
		f.fail(name, "的值不在允许范围内", "has a value that is not known")
	}
	return s
}

func (f *fields) side(name string) boundaries.Side {
	return boundaries.Side(f.oneOf(name, string(boundaries.SideA), string(boundaries.SideB)))
}

func (f *fields) integer(name string, least, most int64) int64 {
	n, ok := f.get(name).(int64)
	if !ok || n < least || n > most {
		f.fail(name, "应为范围内的整数", "must be an integer within its range")
	}
	return n
}

// at takes a moment in TimeLayout; the year may be wrong, phones are.
func (f *fields) at(name string) time.Time {
	s := f.text(name, len(TimeLayout))
	t, err := time.Parse(TimeLayout, s)
	if err != nil || moment(t) != s {
		f.fail(name, "应为形如 2026-11-26T01:02:03.456Z 的时间", "must be a time like 2026-11-26T01:02:03.456Z")
	}
	return t
}

func (f *fields) atOrNull(name string) *time.Time {
	if f.null(name) {
		return nil
	}
	t := f.at(name)
	return &t
}

var isDecimal = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,5})(\.[0-9]{1,9})?$`).MatchString

// decimal takes a decimal in a string, between two bounds.
func (f *fields) decimal(name string, least, most float64) Decimal {
	s := f.text(name, 32)
	d := Decimal(s)
	if !isDecimal(s) || d.Float() < least || d.Float() > most {
		f.fail(name, "应为范围内的十进制数（写成文字）", "must be a decimal in a string, within its range")
	}
	return d
}

func (f *fields) decimalOrEmpty(name string, least, most float64) Decimal {
	if f.null(name) {
		return ""
	}
	return f.decimal(name, least, most)
}

// object takes an object and lets read take its members.
func (f *fields) object(name string, read func(*fields) error) {
	o, ok := f.get(name).(canonical.Object)
	if !ok {
		f.fail(name, "应为对象", "must be an object")
		return
	}
	f.within(&fields{where: f.where + name + ".", o: o}, read)
}

func (f *fields) within(inner *fields, read func(*fields) error) {
	var r *Refusal
	if err := read(inner); f.err == nil && errors.As(err, &r) {
		f.err = r
	}
}

// list takes a list of objects.
func (f *fields) list(name string, most int, read func(*fields) error) {
	all, ok := f.get(name).([]any)
	if !ok || len(all) > most {
		f.fail(name, "应为列表，且不能太长", "must be a list that is not too long")
		return
	}
	for _, v := range all {
		o, ok := v.(canonical.Object)
		if !ok {
			f.fail(name, "的每一项应为对象", "must hold objects")
			return
		}
		f.within(&fields{where: f.where + name + ".", o: o}, read)
	}
}

// orNull gives what stands for "" on the wire.
func orNull[T ~string](s T) any {
	if s == "" {
		return nil
	}
	return string(s)
}

func idOrNull(id *uuid.UUID) any {
	if id == nil {
		return nil
	}
	return id.String()
}

// written is the canonical text of a value that the types of this package
// cannot make wrong but for text that is not UTF-8.
func written(o canonical.Object) []byte {
	text, err := canonical.Text(o)
	if err != nil {
		panic(err)
	}
	return []byte(text)
}
