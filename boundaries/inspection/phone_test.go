package inspection_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"diming/boundaries/inspection"
)

func TestThePhonesRulesAndTheirVectors(t *testing.T) {
	rules := map[string]func(r *run){}
	for _, room := range []map[string]func(r *run){sendingRuns, troubleRuns, keepingRuns} {
		maps.Copy(rules, room)
	}
	var all []*run
	for _, name := range sortedKeys(rules) {
		r := newRun(t, name)
		rules[name](r)
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
