package inspection_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"diming/boundaries/inspection"
	"diming/internal/canonical"
)

// A run drives one phone and keeps what the browser's tests follow.
type run struct {
	t     *testing.T
	Name  string           `json:"name"`
	Start inspection.Phone `json:"start"`
	Steps []runStep        `json:"steps"`
	End   inspection.Phone `json:"end"`
}

type runStep struct {
	Event   inspection.Event    `json:"event"`
	Effects []inspection.Effect `json:"effects"`
	State   string              `json:"state"` // digest of the canonical state
}

func newRun(t *testing.T, name string) *run {
	start := inspection.Phone{Items: map[string]inspection.Item{}, Tasks: map[string]inspection.PhoneTask{}, ServerKey: public(madeKey("server")), Storage: "ok"}
	return &run{t: t, Name: name, Start: start, End: start}
}

// stateText is the canonical text of a phone's state.
func stateText(t *testing.T, p inspection.Phone) []byte {
	t.Helper()
	raw, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	text, err := canonical.Text(integral(t, v))
	if err != nil {
		t.Fatal(err)
	}
	return []byte(text)
}

func integral(t *testing.T, v any) any {
	switch v := v.(type) {
	case json.Number:
		n, err := v.Int64()
		if err != nil {
			t.Fatal(err)
		}
		return n
	case []any:
		for i := range v {
			v[i] = integral(t, v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = integral(t, v[k])
		}
	}
	return v
}

func (r *run) step(e inspection.Event) []inspection.Effect {
	r.t.Helper()
	before := stateText(r.t, r.End)
	next, effects := inspection.Step(r.End, e)
	if !bytes.Equal(before, stateText(r.t, r.End)) {
		r.t.Fatalf("%+v changed the state that it was given", e)
	}
	if effects == nil {
		effects = []inspection.Effect{}
	}
	r.End = next
	r.Steps = append(r.Steps, runStep{Event: e, Effects: effects, State: inspection.Digest(stateText(r.t, next))})
	return effects
}

// want holds the last step's effects, as words, and the states of items, as
// name=state, to what is expected.
func (r *run) want(effects string, states ...string) {
	r.t.Helper()
	var did []string
	for _, e := range r.Steps[len(r.Steps)-1].Effects {
		switch {
		case e.Do == inspection.DoTell:
			did = append(did, "tell "+e.Tell)
		case e.Do == inspection.DoPutChunk:
			did = append(did, fmt.Sprintf("put_chunk %d+%d", e.Offset, e.Size))
		default:
			did = append(did, e.Do)
		}
	}
	if got := strings.Join(did, ", "); got != effects {
		r.t.Errorf("%s, step %d %s: effects %q, want %q", r.Name, len(r.Steps), r.Steps[len(r.Steps)-1].Event.On, got, effects)
	}
	for _, s := range states {
		name, state, _ := strings.Cut(s, "=")
		if got := r.End.Items[itemID(name)].State; string(got) != state {
			r.t.Errorf("%s, step %d: %s is %q, want %q", r.Name, len(r.Steps), name, got, state)
		}
	}
}

// itemID is the id of the item of a name: files and sheets have digests.
func itemID(name string) string {
	if strings.HasPrefix(name, "file") || strings.HasPrefix(name, "sheet") {
		return inspection.Digest([]byte(name))
	}
	return madeID(name).String()
}

func itemKind(name string) inspection.ItemKind {
	for _, k := range []inspection.ItemKind{inspection.FileItem, inspection.SheetItem, inspection.SignatureItem} {
		if strings.HasPrefix(name, string(k)) {
			return k
		}
	}
	return inspection.RecordItem
}

func (r *run) add(name string) {
	r.step(inspection.Event{On: "add", ID: itemID(name), Kind: itemKind(name), Task: madeID("task").String(), Digest: inspection.Digest([]byte(name)), Bytes: 600_000})
}

func (r *run) answer(name string, now, status int64, problem string) {
	r.step(inspection.Event{On: "answer", ID: itemID(name), Attempt: r.End.Items[itemID(name)].Attempt, Now: now, Status: status, Problem: problem,
		Sentence: sentenceOf(problem), Fresh: madeID("fresh " + name).String()})
}

func sentenceOf(problem string) string {
	if problem == "" {
		return ""
	}
	return "服务器说：" + problem
}

// receipt answers with a receipt of these names' bytes by this key.
func (r *run) receipt(name, of, key string) {
	task := madeID("task")
	s := inspection.Receipt{Kind: itemKind(name), ID: itemID(name), Digest: inspection.Digest([]byte(of)), Task: &task, Standing: inspection.Accepted,
		Stored: morning, Server: "330881"}.Sign(madeKey(key))
	r.step(inspection.Event{On: "answer", ID: itemID(name), Attempt: r.End.Items[itemID(name)].Attempt, Status: 200, Receipt: s.Text, Signature: s.Signature})
}

func (r *run) on(event, name string) {
	id := ""
	if name != "" {
		id = itemID(name)
	}
	r.step(inspection.Event{On: event, ID: id})
}

func (r *run) tick(now int64) { r.step(inspection.Event{On: "tick", Now: now, Slots: 2}) }
