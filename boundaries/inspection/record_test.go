package inspection_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"diming/boundaries/inspection"
)

func TestARecordReadsBackToTheByte(t *testing.T) {
	plain := madeRecord("plain")
	plain.Kind, plain.Object.Kind, plain.Condition, plain.Position = inspection.SegmentCheck, "segment", "", nil
	plain.Answers, plain.References, plain.Files, plain.Text = map[string]string{}, nil, nil, ""
	renamed := madeRecord("renamed")
	former := madeID("former")
	renamed.Formerly = &former
	for _, r := range []inspection.Record{madeRecord("full"), plain, renamed, withKind(madeRecord("w"), inspection.Withdrawal, madeID("full"), "看错了界桩")} {
		text := r.Canonical()
		back, err := inspection.ReadRecord(text)
		if err != nil {
			t.Fatalf("ReadRecord(%s): %v", text, err)
		}
		if diff := cmp.Diff(r, back); diff != "" {
			t.Errorf("read back otherwise (-in +back):\n%s", diff)
		}
		if again := back.Canonical(); string(again) != string(text) {
			t.Errorf("written again:\n%s, want\n%s", again, text)
		}
	}
}

func TestARecordThatIsNoneIsRefusedWithASentence(t *testing.T) {
	text := string(madeRecord("one").Canonical())
	for _, test := range []struct{ name, old, new, code, says string }{
		{"white space", `{"about"`, `{ "about"`, inspection.CodeUnreadable, "canonical"},
		{"a field too many", `"v":1`, `"v":1,"w":2`, inspection.CodeUnreadable, "w is a field"},
		{"a field too few", `,"v":1`, ``, inspection.CodeUnreadable, "version"},
		{"no text", `"text":`, `"texs":`, inspection.CodeUnreadable, "text is missing"},
		{"a later version", `"v":1`, `"v":2`, inspection.CodeAppTooNew, "server is updated"},
		{"an earlier version", `"v":1`, `"v":0`, inspection.CodeAppTooOld, "update the app"},
		{"another kind", `"kind":"marker_check"`, `"kind":"party"`, inspection.CodeUnreadable, "kind"},
		{"a third side", `"side":"a"`, `"side":"c"`, inspection.CodeUnreadable, "side"},
		{"an id in capitals", `"task":"`, `"task":"A`, inspection.CodeUnreadable, "task"},
		{"a longitude beyond the world", `118.6271234`, `181.0`, inspection.CodeUnreadable, "position.lon"},
		{"a latitude in the form of another language", `28.7412345`, `28,7412345`, inspection.CodeUnreadable, "position.lat"},
		{"a decimal with an exponent", `28.7412345`, `2.8e1`, inspection.CodeUnreadable, "position.lat"},
		{"a time in another zone", `03.456Z","position"`, `03.456+08:00","position"`, inspection.CodeUnreadable, "phone_time"},
		{"the 30th of February", `"phone_time":"2026-11-26`, `"phone_time":"2026-02-30`, inspection.CodeUnreadable, "phone_time"},
		{"a condition that nobody knows", `"damaged"`, `"fine"`, inspection.CodeUnreadable, "condition"},
		{"a check without a condition", `"damaged"`, `null`, inspection.CodeUnreadable, "condition"},
		{"an answer that is a number", `"完好"`, `1`, inspection.CodeUnreadable, "answers.base"},
		{"a file of another type", `image/jpeg`, `video/mp4`, inspection.CodeUnreadable, "files.type"},
		{"a file of no bytes", `"bytes":7`, `"bytes":0`, inspection.CodeUnreadable, "files.bytes"},
		{"an original of which only the size is said", `"original_sha256":"` + inspection.Digest([]byte("original")) + `"`, `"original_sha256":null`, inspection.CodeUnreadable, "original_bytes"},
		{"about what it may not be", `"about":null`, `"about":"` + madeID("x").String() + `"`, inspection.CodeUnreadable, "about"},
		{"formerly itself", `"formerly":null`, `"formerly":"` + madeID("one").String() + `"`, inspection.CodeUnreadable, "formerly"},
		{"a withdrawal of nothing", `"kind":"marker_check"`, `"kind":"withdrawal"`, inspection.CodeUnreadable, "name the record"},
		{"longer than a record may be", `"text":"`, `"text":"` + strings.Repeat("长", 100_000), inspection.CodeUnreadable, "longer"},
	} {
		t.Run(test.name, func(t *testing.T) {
			bad := strings.Replace(text, test.old, test.new, 1)
			if bad == text {
				t.Fatalf("%s is not in %s", test.old, text)
			}
			_, err := inspection.ReadRecord([]byte(bad))
			var r *inspection.Refusal
			if !errors.As(err, &r) || r.Code != test.code || !strings.Contains(r.EN, test.says) || r.ZH == "" || strings.Contains(r.ZH+r.EN, "{}") {
				t.Errorf("ReadRecord = %v, want a refusal %s that says %q", err, test.code, test.says)
			}
		})
	}
}

// fuzzReader wants that a reader which takes a text gives it back to the byte,
// and refuses every other with a sentence.
func fuzzReader[T any](f *testing.F, seed []byte, read func([]byte) (T, error), write func(T) []byte) {
	f.Add(seed)
	f.Add([]byte(`{"v":1}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		v, err := read(text)
		var r *inspection.Refusal
		switch {
		case err == nil && string(write(v)) != string(text):
			t.Fatalf("took %q, which is written %q", text, write(v))
		case err != nil && (!errors.As(err, &r) || r.Code == "" || r.ZH == "" || r.EN == ""):
			t.Fatalf("refused %q with %v, which is no refusal", text, err)
		}
	})
}

func FuzzReadRecord(f *testing.F) {
	fuzzReader(f, madeRecord("seed").Canonical(), inspection.ReadRecord, inspection.Record.Canonical)
}

func FuzzReadReceipt(f *testing.F) {
	fuzzReader(f, madeReceipt().Canonical(), inspection.ReadReceipt, inspection.Receipt.Canonical)
}

func FuzzReadSheet(f *testing.F) {
	fuzzReader(f, madeSheet().Canonical(), inspection.ReadSheet, inspection.Sheet.Canonical)
}

func FuzzReadStatement(f *testing.F) {
	fuzzReader(f, madeStatement().Canonical(), inspection.ReadStatement, inspection.Statement.Canonical)
}

func FuzzReadSignedCode(f *testing.F) {
	fuzzReader(f, []byte(madeStatement().Sign(madeKey("phone b")).Text()), func(text []byte) (inspection.Signature, error) {
		s, _, err := inspection.ReadSignedCode(string(text))
		return s, err
	}, func(s inspection.Signature) []byte { return []byte(s.Text()) })
}

func FuzzReadSignCode(f *testing.F) {
	c := inspection.SignCode{Task: madeID("task"), Sheet: madeSheet().Digest(), Count: 2, Device: madeID("phone a"), Side: "a"}
	fuzzReader(f, []byte(c.Text()), func(text []byte) (inspection.SignCode, error) {
		return inspection.ReadSignCode(string(text))
	}, func(c inspection.SignCode) []byte { return []byte(c.Text()) })
}
