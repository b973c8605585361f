package api

import (
	"io"
	"os"
	"sync"
)

// spoolMemory is how many bytes a spool holds before it writes to disk.
const spoolMemory = 4 << 20

// A spool takes what is written without ever waiting for the reader: browsers
// read no answer before they have sent their whole request, and would wait for
// ever for a server that waits for them. What is not read in time goes to a file
// that has no name.
type spool struct {
	mu     sync.Mutex
	more   *sync.Cond
	memory []byte
	told   int      // bytes of the memory that were read
	file   *os.File // what follows the memory; nil until needed
	size   int64    // written to the file
	at     int64    // read of it
	ended  bool
	err    error
}

func newSpool() *spool {
	s := &spool{}
	s.more = sync.NewCond(&s.mu)
	return s
}

// Write never waits.
func (s *spool) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.more.Signal()
	if s.size == s.at && len(s.memory)+len(p) <= spoolMemory {
		s.memory = append(s.memory, p...)
		return len(p), nil
	}
	if s.file == nil {
		f, err := os.CreateTemp("", "diming-spool-")
		if err != nil {
			return 0, err
		}
		_ = os.Remove(f.Name()) // nothing is left behind, whatever happens
		s.file = f
	}
	n, err := s.file.WriteAt(p, s.size)
	s.size += int64(n)
	return n, err
}

// end says that nothing more comes; err is told to who reads to the end.
func (s *spool) end(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended, s.err = true, err
	s.more.Signal()
}

// next waits for what was written and gives it in buf; io.EOF at the end.
func (s *spool) next(buf []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.told == len(s.memory) && s.at == s.size && !s.ended {
		s.more.Wait()
	}
	switch {
	case s.told < len(s.memory):
		n := copy(buf, s.memory[s.told:])
		if s.told += n; s.told == len(s.memory) {
			s.memory, s.told = s.memory[:0], 0
		}
		return n, nil
	case s.at < s.size:
		n, err := s.file.ReadAt(buf[:min(int64(len(buf)), s.size-s.at)], s.at)
		if s.at += int64(n); s.at == s.size {
			s.at, s.size = 0, 0 // the file begins anew
		}
		if n > 0 {
			err = nil
		}
		return n, err
	case s.err != nil:
		return 0, s.err
	}
	return 0, io.EOF
}

func (s *spool) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.file != nil {
		_ = s.file.Close()
	}
}
