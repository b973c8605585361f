package payload

import (
	"encoding/binary"
	"testing"
	"time"

	"diming/signs"
)

func tokens(n int) []Voided {
	all := make([]Voided, n)
	day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range all {
		var b [8]byte
		binary.BigEndian.PutUint64(b[:], uint64(i)*7919)
		all[i] = Voided{signs.TokenFromBits([5]byte(b[3:])), day.Add(time.Duration(i) * time.Hour)}
	}
	return all
}

func TestAVoidListNamesEveryPlateThatItWasGiven(t *testing.T) {
	const most = 7000
	for _, n := range []int{0, 1, 2, 1000, 3000, 4000} {
		all := tokens(n)
		l := MakeVoidList(all, time.Now(), most)
		if l.Count != n || l.Complete != nil || len(l.Set) > most {
			t.Fatalf("of %d plates: %d in %d bytes, complete since %v", n, l.Count, len(l.Set), l.Complete)
		}
		for _, v := range all {
			if named, err := l.Names(v.Token); err != nil || !named {
				t.Fatalf("of %d plates %s is not named: %v", n, v.Token, err)
			}
		}
		others := 0
		for _, v := range tokens(n + 5000)[n:] {
			if named, _ := l.Names(v.Token); named {
				others++
			}
		}
		if others > 6 { // 5000 in 4096 are expected at the fewest bits
			t.Errorf("of %d plates, %d of 5000 others are named", n, others)
		}
	}
}

func TestAVoidListThatCannotHoldAllSaysSinceWhenItIsComplete(t *testing.T) {
	all := tokens(9000)
	l := MakeVoidList(all, time.Now(), 7000)
	if l.Complete == nil || len(l.Set) > 7000 || l.Count < 3500 {
		t.Fatalf("%d plates in %d bytes, complete since %v", l.Count, len(l.Set), l.Complete)
	}
	for _, v := range all {
		if named, err := l.Names(v.Token); err != nil || !named && !v.Since.Before(*l.Complete) {
			t.Fatalf("%s of %s is not named, and the list is complete since %s", v.Token, v.Since, l.Complete)
		}
	}
}

func TestADamagedVoidListIsNoAllClear(t *testing.T) {
	l := MakeVoidList(tokens(100), time.Now(), 7000)
	l.Set = l.Set[:len(l.Set)/2]
	damaged := 0
	for _, v := range tokens(100) {
		if named, err := l.Names(v.Token); err != nil {
			damaged++
		} else if !named {
			t.Errorf("%s is said not to be void", v.Token)
		}
	}
	if damaged == 0 {
		t.Error("half a list is read without a word")
	}
}
