package main

import (
	"testing"

	"diming/boundaries"
	"diming/internal/account"
)

// The defaults that the settings page shows are those that hold, and every
// setting about log-ins that it shows is read.
func TestTheDefaultsOfSettingsAreThePolicyThatHolds(t *testing.T) {
	var policy account.Policy
	read := policySettings(&policy)
	for _, k := range boundaries.KnownSettings {
		if enter := read[k.Key]; enter != nil {
			enter(k.Default)
			delete(read, k.Key)
		}
	}
	for key := range read {
		t.Errorf("%s is read and no known setting", key)
	}
	want := account.DefaultPolicy
	policy.PairMaxDelay, policy.LoginTries, policy.LoginWindow = want.PairMaxDelay, want.LoginTries, want.LoginWindow // not for the place to set
	policy.AddressTries, policy.AddressWindow, policy.StrangersPerSecond = want.AddressTries, want.AddressWindow, want.StrangersPerSecond
	if policy != want {
		t.Errorf("defaults of the settings make %+v, want %+v", policy, want)
	}
	policySettings(&policy)[boundaries.SettingLogMonths]("3")
	if policy.RetainMonths != 6 {
		t.Errorf("three months are kept as %d, want the six of the law", policy.RetainMonths)
	}
}
