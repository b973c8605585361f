package behind

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"sync"

	"diming/internal/pg"
	"diming/internal/version"
	"diming/signs"
)

// Scans count how often each code's page was asked for on a day: a number, no
// time and nobody. What is not in the register yet is in memory and, when the
// register does not answer, in a file.
type Scans struct {
	mu     sync.Mutex
	counts map[scan]int64
}

type scan struct {
	day   version.Date
	token signs.Token
}

// Add counts one.
func (s *Scans) Add(t signs.Token, day version.Date) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.counts == nil {
		s.counts = map[scan]int64{}
	}
	s.counts[scan{day, t}]++
}

// Waiting tells how many are not in the register yet.
func (s *Scans) Waiting() (n int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range s.counts {
		n += one
	}
	return n
}

// take empties the counts, by day.
func (s *Scans) take() map[version.Date]map[signs.Token]int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	days := map[version.Date]map[signs.Token]int64{}
	for one, n := range s.counts {
		if days[one.day] == nil {
			days[one.day] = map[signs.Token]int64{}
		}
		days[one.day][one.token] = n
	}
	s.counts = nil
	return days
}

func (s *Scans) putBack(day version.Date, counts map[signs.Token]int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.counts == nil {
		s.counts = map[scan]int64{}
	}
	for t, n := range counts {
		s.counts[scan{day, t}] += n
	}
}

// flush writes the counts into the register, or into a file where that fails.
func (s *Scans) flush(ctx context.Context, db pg.DB, file string) error {
	var failed error
	for day, counts := range s.take() {
		if err := (&signs.Store{DB: db}).CountScans(ctx, day, counts); err != nil {
			failed = err
			s.putBack(day, counts)
		}
	}
	if failed != nil {
		return errors.Join(failed, s.save(file))
	}
	if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// saved is a line of the file.
type saved struct {
	Day   string      `json:"day"`
	Token signs.Token `json:"token"`
	N     int64       `json:"n"`
}

func (s *Scans) save(file string) error {
	s.mu.Lock()
	all := make([]saved, 0, len(s.counts))
	for one, n := range s.counts {
		all = append(all, saved{one.day.String(), one.token, n})
	}
	s.mu.Unlock()
	return whole(file, func(out io.Writer) error { return json.NewEncoder(out).Encode(all) })
}

// restore adds what a file holds that an earlier run could not write.
func (s *Scans) restore(file string) error {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var all []saved
	if err == nil {
		err = json.Unmarshal(text, &all)
	}
	for _, one := range all {
		day, bad := version.ParseDate(one.Day)
		if bad != nil {
			return bad
		}
		s.putBack(day, map[signs.Token]int64{one.Token: one.N})
	}
	return err
}
