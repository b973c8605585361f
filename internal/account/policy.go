package account

import (
	"context"
	"time"
)

// A Policy is what national law leaves to the place about log-ins: cmd fills it
// from the settings, each with its basis.
type Policy struct {
	MinLength int           // of a password, in characters
	Kinds     int           // of lower case, upper case, digits, others
	MaxAge    time.Duration // of a password; 0: for ever
	History   int           // passwords that may not come back

	Idle     time.Duration // a session ends after standing idle so long
	Absolute time.Duration // and after so long whatever is done

	SecondFactor bool // admin and approver need a security key
	MixedDuties  bool // one account may be administrator, auditor and officer

	PairTries     int           // wrong passwords for one login from one address before the first delay
	PairDelay     time.Duration // the first delay, doubled with each further try
	PairMaxDelay  time.Duration
	LoginTries    int // for one login from everywhere in LoginWindow; then only addresses known for it are heard
	LoginWindow   time.Duration
	AddressTries  int // from one address in AddressWindow
	AddressWindow time.Duration

	// Strangers, who never logged in from where they are, have so many
	// passwords looked at each second between them all; 0: no limit. Whoever
	// sends a flood from a thousand addresses gets no more of the server.
	StrangersPerSecond int

	RetainMonths int // addresses of log-ins are kept so long
}

// DefaultPolicy is what holds where nothing is set: the usual practice of
// county bureaus under level 3 of GB/T 22239-2019 (8.1.4.1), and six months of
// logs after 网络安全法 art. 21.
var DefaultPolicy = Policy{
	MinLength: 8, Kinds: 3, MaxAge: 90 * 24 * time.Hour, History: 5,
	Idle: 30 * time.Minute, Absolute: 12 * time.Hour,
	PairTries: 5, PairDelay: time.Minute, PairMaxDelay: 30 * time.Minute,
	LoginTries: 50, LoginWindow: time.Hour,
	AddressTries: 30, AddressWindow: 10 * time.Minute, StrangersPerSecond: 5,
	RetainMonths: 6,
}

// policy is what holds now.
func (s *Store) policy(ctx context.Context) (Policy, error) {
	if s.Policy == nil {
		return DefaultPolicy, nil
	}
	return s.Policy(ctx)
}
