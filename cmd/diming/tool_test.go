package main

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

func TestThePasswordOfTheDatabaseStandsOnNoCommandLine(t *testing.T) {
	for _, address := range []string{
		"postgres://clerk:geheim@db.test:5433/diming?sslmode=disable", "postgresql://clerk@db.test:5433/diming?password=geheim&sslmode=disable",
		"host=db.test port=5433 user=clerk dbname=diming sslmode=disable password=geheim", "user=clerk password = 'geheim' host=db.test port=5433 dbname=diming sslmode=disable",
	} {
		without, password, err := apart(address)
		if err != nil || password != "geheim" || strings.Contains(without, "geheim") {
			t.Errorf("%s is %s and %q, %v", address, without, password, err)
		}
		c, err := pgx.ParseConfig(without)
		if err != nil || c.Host != "db.test" || c.Port != 5433 || c.User != "clerk" || c.Database != "diming" {
			t.Errorf("%s is left as %s: %+v, %v", address, without, c, err)
		}
	}
	if without, password, err := apart("postgres:///diming?host=/run/x"); err != nil || password != "" || !strings.Contains(without, "run%2Fx") {
		t.Errorf("an address without a password: %s %q %v", without, password, err)
	}
}
