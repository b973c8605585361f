package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"

	"github.com/jackc/pgx/v5"
)

// tool runs a program of the database's own version on the database.
func (r *register) tool(ctx context.Context, name string, args ...string) error {
	path := name
	if r.cluster != nil {
		path = r.cluster.Bin(name)
	}
	address, password, err := apart(r.adminURL)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	cmd := exec.CommandContext(ctx, path, append([]string{"--dbname=" + address}, args...)...)
	if password != "" {
		cmd.Env = append(os.Environ(), "PGPASSWORD="+password)
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, strings.TrimSpace(string(out)))
	}
	return nil
}

var passwordWord = regexp.MustCompile(`\bpassword\s*=\s*('(?:\\.|[^'\\])*'|\S+)`)

// apart takes the password out of a database's address: the arguments of a
// program can be read by everybody on the machine.
func apart(address string) (without, password string, err error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return "", "", fmt.Errorf("read database address: %w", err)
	}
	if !strings.HasPrefix(address, "postgres://") && !strings.HasPrefix(address, "postgresql://") {
		return passwordWord.ReplaceAllString(address, ""), config.Password, nil
	}
	u, err := url.Parse(address)
	if err != nil {
		return "", "", fmt.Errorf("read database address: %w", err)
	}
	if u.User != nil {
		u.User = url.User(u.User.Username())
	}
	query := u.Query()
	query.Del("password")
	u.RawQuery = query.Encode()
	return u.String(), config.Password, nil
}
