package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"time"

	"diming/api"
	"diming/boundaries"
	"diming/demo"
	"diming/internal/account"
	"diming/internal/desk"
	"diming/internal/version"
)

// startAccounts makes the demo's accounts, and what an older demo lacks, where the demo is served, and
// refuses to serve accounts whose password everybody knows to the world.
func (c *serveCmd) startAccounts(ctx context.Context, r *register, s *api.Server, isDemo bool) error {
	local := api.IsLocal(s.PublicURL.Hostname())
	if isDemo && c.Demo && local {
		d := &demo.Demo{Places: r.places, Signs: r.signs, Origin: s.PublicURL, Say: say}
		for _, complete := range []func(context.Context) error{d.Boundary, d.Addresses, d.Plates, d.Shelters, d.Safety} {
			if err := complete(ctx); err != nil {
				return err
			}
		}
		if err := d.People(ctx, r.accounts); err != nil {
			return err
		}
		if err := d.Cases(ctx, s.Cases, r.accounts); err != nil {
			return err
		}
		if err := d.Rounds(ctx, r.accounts, s.Documents); err != nil {
			return err
		}
		if err := d.Upkeep(ctx, r.accounts); err != nil {
			return err
		}
	}
	all, unchanged, err := r.accounts.DemoLogins(ctx)
	if err != nil {
		return err
	}
	if len(all) > 0 && !local {
		return fmt.Errorf("示例账户 %s 的密码人人可知，不能用于公开网址 %s：请先 diming user disable / "+
			"demo accounts refuse to be served under a public URL that is not local: disable them first", strings.Join(all, " "), s.PublicURL)
	}
	if len(unchanged) > 0 {
		fmt.Printf("\n  示例账户 Demo log-ins  %s\n  密码 Password         %s\n", strings.Join(unchanged, " "), demo.Password)
	}
	return nil
}

// keepAccounts does what time demands of accounts, drafts and answers until ctx
// ends.
func keepAccounts(ctx context.Context, accounts *account.Store, desks *desk.Store, log *slog.Logger) {
	for ctx.Err() == nil {
		if err := errors.Join(accounts.Keep(ctx), desks.Clear(ctx, time.Now())); err != nil && ctx.Err() == nil {
			log.Warn("what is past its time could not be cleared; trying again in a minute", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Minute):
		}
	}
}

// policyAge is how long settings about log-ins are read once for all.
const policyAge = 10 * time.Second

// A policyReader gives the policy that the home county's settings make.
type policyReader struct {
	boundaries *boundaries.Store

	mu     sync.Mutex
	read   time.Time
	policy account.Policy
}

// Policy reads the settings, at most every ten seconds.
func (p *policyReader) Policy(ctx context.Context) (account.Policy, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.read.IsZero() && time.Since(p.read) < policyAge {
		return p.policy, nil
	}
	policy, err := readPolicy(ctx, p.boundaries)
	if err != nil {
		return account.Policy{}, err
	}
	p.policy, p.read = policy, time.Now()
	return policy, nil
}

// readPolicy puts what is set in the place of the defaults. What is set but
// makes no sense is passed over: nobody must be locked out by a slip.
func readPolicy(ctx context.Context, b *boundaries.Store) (account.Policy, error) {
	policy := account.DefaultPolicy
	home, err := b.Home(ctx)
	if err != nil { // an empty register has no county yet
		return policy, ignoreMissing(err)
	}
	today := version.Today()
	for key, apply := range policySettings(&policy) {
		value, _, ok, err := b.Setting(ctx, home.ID, key, today)
		if err != nil {
			return policy, err
		}
		if ok {
			apply(value)
		}
	}
	return policy, nil
}

// policySettings are the settings about log-ins, by key, each with how its
// value enters the policy. What the register holds but would not take today is
// passed over.
func policySettings(p *account.Policy) map[string]func(string) {
	number := func(key string, enter func(int)) func(string) {
		return func(value string) {
			known, err := boundaries.Known(key)
			if err != nil {
				return
			}
			if sound, err := known.Check(value); err == nil {
				n, _ := strconv.Atoi(sound) // checked to be one
				enter(n)
			}
		}
	}
	all := map[string]func(string){
		boundaries.SettingSecondFactor: func(value string) { p.SecondFactor = value == "true" },
		boundaries.SettingMixedDuties:  func(value string) { p.MixedDuties = value == "true" },
	}
	for key, enter := range map[string]func(int){
		boundaries.SettingPasswordLength:  func(n int) { p.MinLength = n },
		boundaries.SettingPasswordKinds:   func(n int) { p.Kinds = n },
		boundaries.SettingPasswordDays:    func(n int) { p.MaxAge = time.Duration(n) * 24 * time.Hour },
		boundaries.SettingPasswordHistory: func(n int) { p.History = n },
		boundaries.SettingSessionIdle:     func(n int) { p.Idle = time.Duration(n) * time.Minute },
		boundaries.SettingSessionHours:    func(n int) { p.Absolute = time.Duration(n) * time.Hour },
		boundaries.SettingLogInTries:      func(n int) { p.PairTries = n },
		boundaries.SettingLogInDelay:      func(n int) { p.PairDelay = time.Duration(n) * time.Minute },
		boundaries.SettingLogMonths:       func(n int) { p.RetainMonths = n },
	} {
		all[key] = number(key, enter)
	}
	return all
}
