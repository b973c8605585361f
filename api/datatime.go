package api

import (
	"time"

	"diming/api/behind"
	"diming/internal/version"
)

// DataTime says of when an answer is that is given from memory: it is there, and
// older, while the register does not answer.
type DataTime struct {
	At   time.Time `json:"data_at" doc:"When the register last said so."`
	Away bool      `json:"register_away,omitempty" doc:"The register does not answer now."`
}

func dataTimeOf(now *behind.Now) DataTime {
	return DataTime{now.At.In(version.China).Truncate(time.Second), now.Away}
}

// justNow is the time of what is about to be asked of the register.
func justNow() DataTime {
	return DataTime{At: time.Now().In(version.China).Truncate(time.Second)}
}

// boardNow is what is held in memory of shelters and policies, for who asks of
// now and reads what everybody may; nil where the register is asked.
func (s *Server) boardNow(when AsOfParams) *behind.Now {
	now := s.Behind.Now()
	if now == nil || now.Safety == nil || when != (AsOfParams{}) {
		return nil
	}
	return now
}
