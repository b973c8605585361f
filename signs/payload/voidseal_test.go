package payload

import (
	"errors"
	"testing"
	"time"

	"diming/internal/version"
)

func TestAVoidListCountsOnlyAsItWasSigned(t *testing.T) {
	const register = "https://diming.jiangshan.gov.cn"
	since, back := time.Date(2026, 2, 3, 4, 5, 6, 7000, time.UTC), time.Now()
	list := MakeVoidList(tokens(300), time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC), 7000)
	list.Complete = &since
	list = list.Sign(register, Key{2026, 1}, testKey)
	if err := list.Check(register, testKeys()); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		change func(l *VoidList, origin *string, keys Keys)
		want   error
	}{
		"another register":     {func(_ *VoidList, origin *string, _ Keys) { *origin = "https://evil.example" }, ErrForged},
		"a plate less":         {func(l *VoidList, _ *string, _ Keys) { l.Count-- }, ErrForged},
		"another time":         {func(l *VoidList, _ *string, _ Keys) { l.At = l.At.Add(time.Second) }, ErrForged},
		"complete all along":   {func(l *VoidList, _ *string, _ Keys) { l.Complete = nil }, ErrForged},
		"fewer bits":           {func(l *VoidList, _ *string, _ Keys) { l.Bits-- }, ErrForged},
		"a shorter set":        {func(l *VoidList, _ *string, _ Keys) { l.Set = l.Set[:len(l.Set)-1] }, ErrForged},
		"no signature":         {func(l *VoidList, _ *string, _ Keys) { l.Signature = nil }, ErrForged},
		"no key":               {func(l *VoidList, _ *string, _ Keys) { l.Key = Key{} }, ErrNoKey},
		"a key of later":       {func(l *VoidList, _ *string, keys Keys) { keys[0].From = version.Day(2026, 12, 1) }, ErrKeyEnded},
		"a key taken back":     {func(l *VoidList, _ *string, keys Keys) { keys[0].Withdrawn = &back }, ErrKeyEnded},
		"a key after its year": {func(l *VoidList, _ *string, keys Keys) { keys[0].To = version.Day(2026, 1, 31) }, nil},
	} {
		changed, origin, keys := list, register, testKeys()
		test.change(&changed, &origin, keys)
		if err := changed.Check(origin, keys); !errors.Is(err, test.want) || (err == nil) != (test.want == nil) {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
	}
}
