package inspection_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

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

// phoneRuns are the phone's rules one by one.
var phoneRuns = map[string]func(r *run){
	"a record is sent, stored, verified and only then dropped": func(r *run) {
		r.add("r1")
		r.want("", "r1=ready")
		r.tick(1000)
		r.want("", "r1=ready") // offline
		r.on("online", "")
		r.tick(2000)
		r.want("put_record", "r1=sending")
		r.tick(2001)
		r.want("", "r1=sending")
		r.on("forget", "r1")
		r.want("tell not-verified")
		r.receipt("r1", "r1", "server")
		r.want("check", "r1=stored")
		r.on("forget", "r1")
		r.want("tell not-verified", "r1=stored")
		r.on("dropped", "r1") // which nobody asked for
		r.on("check", "r1")
		r.want("", "r1=verified")
		if r.End.Items[itemID("r1")].Dropped {
			r.t.Error("dropped before it was verified")
		}
		r.on("forget", "r1")
		r.want("drop", "r1=verified")
		r.on("dropped", "r1")
		r.on("clear", "")
		r.want("")
		if len(r.End.Items) != 0 {
			r.t.Error("what is dropped is not cleared")
		}
	},
	"a receipt of another server, or of other bytes, verifies nothing": func(r *run) {
		r.add("r1")
		r.on("online", "")
		for i, of := range []string{"r1", "other"} {
			r.tick(int64(i) * 10_000)
			r.receipt("r1", of, []string{"other server", "server"}[i])
			r.on("check", "r1")
			r.want("", "r1=ready")
		}
		r.step(inspection.Event{On: "answer", ID: itemID("r1"), Status: 200, Receipt: "{}", Signature: "x"})
		r.on("check", "r1")
		r.want("", "r1=ready")
		r.receipt("r1", "r1", "server") // late, and good
		r.on("check", "r1")
		r.want("", "r1=verified")
	},
	"what fails is sent again after 1 s, 2 s, up to 256 s": func(r *run) {
		r.add("r1")
		r.on("online", "")
		now := int64(0)
		for i := range 12 {
			r.tick(now)
			r.want("put_record")
			r.answer("r1", now, []int64{0, 500, 503, 429, 408, 302, 200}[i%7], "")
			wait := r.End.Items[itemID("r1")].NotBefore - now
			if want := min(256_000, int64(1000)<<i); wait != want {
				r.t.Errorf("try %d waits %d ms, want %d", i+1, wait, want)
			}
			r.tick(now + wait - 1)
			r.want("")
			now += wait
		}
	},
	"a clock that is put back by years stops nothing": func(r *run) {
		r.add("r1")
		r.on("online", "")
		r.tick(4_000_000_000_000)
		r.answer("r1", 4_000_000_000_000, 0, "")
		r.tick(1_000)
		r.want("put_record", "r1=sending")
	},
	"the network coming back ends the wait": func(r *run) {
		r.add("r1")
		r.on("online", "")
		r.tick(0)
		r.answer("r1", 0, 0, "")
		r.on("offline", "")
		r.tick(900)
		r.want("")
		r.on("online", "")
		r.tick(901)
		r.want("put_record")
	},
	"records go before sheets, signatures and files": func(r *run) {
		for _, name := range []string{"file 1", "signature 1", "sheet 1", "r1"} {
			r.add(name)
		}
		r.on("online", "")
		r.tick(0)
		r.want("put_record, put_sheet")
		r.receipt("r1", "r1", "server")
		r.receipt("sheet 1", "sheet 1", "server")
		r.tick(0)
		r.want("put_signature, ask_file")
	},
	"a file goes on from where the server stands": func(r *run) {
		file := func(have, status int64, problem string) {
			r.step(inspection.Event{On: "answer", ID: itemID("file 1"), Attempt: r.End.Items[itemID("file 1")].Attempt, Status: status, Problem: problem, Have: have, Now: 5})
		}
		r.add("file 1")
		r.on("online", "")
		r.tick(0)
		file(0, 200, "")
		r.want("put_chunk 0+262144")
		file(262_144, 200, "")
		r.want("put_chunk 262144+262144")
		r.on("restart", "")
		r.want("", "file 1=ready")
		file(524_288, 200, "") // late
		r.want("", "file 1=ready")
		r.tick(0)
		r.want("ask_file")
		file(300_000, 200, "")
		r.want("put_chunk 300000+262144")
		file(100, 409, inspection.CodeFileOffset)
		r.want("put_chunk 100+262144")
		file(100, 409, inspection.CodeFileOffset)
		r.want("", "file 1=ready") // it does not come forward
		r.tick(10_000)
		file(562_144, 200, "")
		r.want("put_chunk 562144+37856")
		r.receipt("file 1", "file 1", "server")
		r.on("check", "file 1")
		r.want("", "file 1=verified")
	},
	"a file that arrives damaged five times is damaged on the phone": func(r *run) {
		r.add("file 1")
		r.on("online", "")
		for i := range 5 {
			r.tick(int64(i) * 1_000_000)
			r.want("ask_file")
			r.answer("file 1", int64(i)*1_000_000, 422, inspection.CodeFileDamaged)
		}
		r.want("tell refused", "file 1=refused")
		r.on("retry", "")
		r.want("", "file 1=ready")
	},
	"two phones with one id: the second record gets another": func(r *run) {
		r.add("r1")
		r.on("online", "")
		r.tick(0)
		r.answer("r1", 0, 409, inspection.CodeDiffers)
		r.want("rename", "r1=clash")
		r.on("restart", "")
		r.want("rename", "r1=clash")
		renamed := inspection.Event{On: "renamed", ID: itemID("r1"), Digest: inspection.Digest([]byte("fresh r1")), Bytes: 610_000}
		r.step(renamed)
		r.want("", "r1=superseded", "fresh r1=ready")
		r.step(renamed)
		if len(r.End.Items) != 2 || r.End.Items[itemID("fresh r1")].Formerly != itemID("r1") {
			r.t.Errorf("renamed twice: %+v", r.End.Items)
		}
		r.on("forget", "r1")
		r.want("tell not-verified")
		r.tick(0)
		r.receipt("fresh r1", "fresh r1", "server")
		r.on("check", "fresh r1")
		r.on("forget", "fresh r1")
		r.on("dropped", "fresh r1")
		r.on("clear", "")
		r.want("", "r1=superseded", "fresh r1=verified") // still needed
		r.on("forget", "r1")
		r.want("drop")
		r.on("dropped", "r1")
		r.on("clear", "")
		if len(r.End.Items) != 0 {
			r.t.Errorf("left: %+v", r.End.Items)
		}
	},
	"what the server refuses stays, with its sentence, until the person tries again": func(r *run) {
		r.add("r1")
		r.add("signature 1")
		r.on("online", "")
		r.tick(0)
		r.answer("r1", 0, 422, inspection.CodeUnreadable)
		r.want("tell refused", "r1=refused")
		r.answer("signature 1", 0, 409, inspection.CodeDiffers)
		r.want("tell refused", "signature 1=refused")
		if got := r.End.Items[itemID("r1")].Sentence; got != sentenceOf(inspection.CodeUnreadable) {
			r.t.Errorf("its sentence is %q", got)
		}
		r.tick(1_000_000)
		r.want("")
		r.on("restart", "")
		r.want("", "r1=refused")
		r.step(inspection.Event{On: "retry", ID: itemID("r1")})
		r.want("", "r1=ready", "signature 1=refused")
		r.tick(1_000_000)
		r.want("put_record")
		r.receipt("signature 1", "signature 1", "server") // an answer from long ago
		r.want("check", "signature 1=stored")
	},
	"an app newer than its server waits for it; damage on the way is sent again": func(r *run) {
		r.add("r1")
		r.on("online", "")
		r.tick(0)
		r.answer("r1", 0, 422, inspection.CodeAppTooNew)
		r.want("", "r1=ready")
		r.tick(1000)
		r.answer("r1", 1000, 400, inspection.CodeDamaged)
		r.want("", "r1=ready")
		r.tick(10_000)
		r.answer("r1", 10_000, 422, inspection.CodeAppTooOld)
		r.want("tell refused", "r1=refused")
	},
	"without log-in nothing is sent and nothing is lost": func(r *run) {
		r.add("r1")
		r.add("r2")
		r.on("online", "")
		r.tick(0)
		r.answer("r1", 0, 401, "")
		r.want("tell login-needed", "r1=ready")
		r.answer("r2", 0, 401, "")
		r.want("", "r2=ready")
		r.tick(0)
		r.want("")
		r.step(inspection.Event{On: "login", Key: public(madeKey("server"))})
		r.tick(0)
		r.want("put_record, put_record")
	},
	"a crash at any point asks again for what was not done": func(r *run) {
		for _, name := range []string{"r1", "r2", "file 1"} {
			r.add(name)
		}
		r.on("online", "")
		r.tick(0)
		r.receipt("r1", "r1", "server")
		r.on("restart", "")
		r.want("check", "r1=stored", "r2=ready", "file 1=ready")
		r.on("check", "r1")
		r.on("forget", "r1")
		r.on("restart", "")
		r.want("drop", "r1=verified")
		r.on("dropped", "r1")
		r.on("restart", "")
		r.want("")
	},
	"storage that runs low drops verified files and nothing else": func(r *run) {
		for _, name := range []string{"r1", "file 1", "file 2"} {
			r.add(name)
		}
		r.on("online", "")
		r.step(inspection.Event{On: "tick", Slots: 3})
		for _, name := range []string{"r1", "file 1"} {
			r.receipt(name, name, "server")
			r.on("check", name)
		}
		r.step(inspection.Event{On: "storage", Level: "low"})
		r.want("tell storage-low, drop", "r1=verified", "file 1=verified", "file 2=sending")
		r.step(inspection.Event{On: "storage", Level: "full"})
		r.want("tell storage-full, drop")
		r.on("dropped", "file 1")
		r.step(inspection.Event{On: "storage", Level: "full"})
		r.want("")
		r.step(inspection.Event{On: "storage", Level: "ok"})
		r.want("")
		r.add("file 1") // photographed again, to the byte
		r.want("", "file 1=verified")
	},
	"an id is taken once, also on the phone": func(r *run) {
		r.add("r1")
		r.step(inspection.Event{On: "add", ID: itemID("r1"), Kind: inspection.RecordItem, Digest: inspection.Digest([]byte("other"))})
		r.want("tell id-taken", "r1=ready")
		if got := r.End.Items[itemID("r1")].Digest; got != inspection.Digest([]byte("r1")) {
			r.t.Error("the first was overwritten")
		}
	},
	"a draft is the person's": func(r *run) {
		r.step(inspection.Event{On: "add", ID: itemID("r1"), Kind: inspection.RecordItem, Draft: true, Digest: inspection.Digest([]byte("half"))})
		r.on("online", "")
		r.tick(0)
		r.want("", "r1=draft")
		r.step(inspection.Event{On: "ready", ID: itemID("r1"), Digest: inspection.Digest([]byte("r1")), Bytes: 7})
		r.want("", "r1=ready")
		r.on("discard", "r1")
		r.want("", "r1=ready")
		r.step(inspection.Event{On: "add", ID: itemID("r2"), Kind: inspection.RecordItem, Draft: true})
		r.on("discard", "r2")
		r.want("drop")
	},
	"bytes that the phone's storage damaged are not sent": func(r *run) {
		r.add("r1")
		r.on("damaged", "r1")
		r.want("tell refused", "r1=refused")
	},
	"a task that changed, moved or was withdrawn is told of once, and its records are sent": func(r *run) {
		task := madeID("task").String()
		r.step(inspection.Event{On: "pack", Task: task, Revision: 3})
		r.add("r1")
		r.step(inspection.Event{On: "revision", Task: task, Revision: 3})
		r.want("")
		stale := inspection.Event{On: "revision", Task: task, Revision: 4, Withdrawn: []string{itemID("r1"), itemID("r9")}}
		r.step(stale)
		r.want("tell pack-stale")
		r.step(stale)
		r.want("")
		if !r.End.Items[itemID("r1")].Withdrawn {
			r.t.Error("the withdrawn record is not marked")
		}
		r.step(inspection.Event{On: "revision", Task: task, Revision: 4})
		if !r.End.Items[itemID("r1")].Withdrawn {
			r.t.Error("a withdrawn record came back")
		}
		r.step(inspection.Event{On: "revision", Task: task, Revision: 5, MovedTo: "二队"})
		r.want("tell task-moved")
		r.step(inspection.Event{On: "revision", Task: task, Revision: 5, MovedTo: "二队", Gone: true})
		r.want("tell pack-withdrawn")
		r.on("online", "")
		r.tick(0)
		r.want("put_record")
		r.step(inspection.Event{On: "pack", Task: task, Revision: 5})
		r.want("")
	},
}

func TestThePhonesRulesAndTheirVectors(t *testing.T) {
	var all []*run
	for _, name := range sortedKeys(phoneRuns) {
		r := newRun(t, name)
		phoneRuns[name](r)
		all = append(all, r)
	}
	all = append(all, wander(t))
	compareVectors(t, "phone.json", all)
}

// wander is a long walk through events that mostly have no place where they come.
func wander(t *testing.T) *run {
	r, rng := newRun(t, "a long walk"), rand.New(rand.NewPCG(5, 6))
	names := []string{"r1", "r2", "file 1", "sheet 1", "signature 1", "fresh r1 of day 0", "fresh r2 of day 0"}
	codes := []string{"", "", inspection.CodeDiffers, inspection.CodeDiffers, inspection.CodeFileOffset, inspection.CodeFileDamaged, inspection.CodeDamaged, inspection.CodeUnreadable, inspection.CodeAppTooNew}
	for n := range 900 {
		name, now := names[rng.IntN(len(names))], rng.Int64N(1_000_000)
		if n%90 == 0 {
			for i := range names {
				names[i] = fmt.Sprintf("%s of day %d", strings.Split(names[i], " of ")[0], n/90)
			}
		}
		switch rng.IntN(16) {
		case 0, 1:
			r.add(name)
		case 2, 3, 4:
			r.tick(now)
		case 5:
			r.receipt(name, names[rng.IntN(len(names))], "server")
		case 6, 7:
			r.receipt(name, name, "server")
		case 8, 9:
			r.answer(name, now, []int64{0, 200, 400, 401, 409, 422, 500}[rng.IntN(7)], codes[rng.IntN(len(codes))])
		case 10:
			r.step(inspection.Event{On: "answer", ID: itemID(name), Attempt: r.End.Attempt, Now: now, Status: 200, Have: rng.Int64N(700_000)})
		case 11:
			r.step(inspection.Event{On: "renamed", ID: itemID(name), Digest: inspection.Digest([]byte("fresh " + name)), Bytes: 3})
		case 12:
			r.on([]string{"online", "online", "online", "login", "login", "offline", "restart"}[rng.IntN(7)], "")
		case 13:
			r.on([]string{"forget", "dropped", "retry", "ready", "discard", "damaged"}[rng.IntN(6)], name)
		case 14:
			r.on("check", name)
		case 15:
			r.step(inspection.Event{On: []string{"storage", "clear"}[rng.IntN(2)], Level: []string{"ok", "low", "full"}[rng.IntN(3)]})
		}
	}
	return r
}

func TestEveryEventMayComeInEveryState(t *testing.T) {
	seen := map[string]bool{}
	r := wander(t)
	p := r.Start
	for _, s := range r.Steps {
		seen[s.Event.On+" in "+string(p.Items[s.Event.ID].State)] = true
		p, _ = inspection.Step(p, s.Event)
	}
	if !reflect.DeepEqual(p, r.End) {
		t.Error("the same events lead to another state")
	}
	if len(seen) < 45 {
		t.Errorf("the walk saw %d events in states, want 45", len(seen))
	}
	if _, effects := inspection.Step(p, inspection.Event{On: "nonsense", ID: uuid.NewString()}); effects != nil {
		t.Error("an event that nobody knows does something")
	}
}

func sortedKeys[V any](m map[string]V) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
