package pgtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/internal/pg"
)

// Advisory locks in the database postgres.
const (
	runLock      = 0x646d7465737401 // shared by every test process that is running
	templateLock = 0x646d7465737402 // held while a template is made
)

// Prefixes of the databases that belong to this package.
const (
	templatePrefix = "diming_template_"
	clonePrefix    = "diming_test_"
)

// open starts the test server or attaches to it, and makes the template.
func open(ctx context.Context) (*server, error) {
	if os.Getenv("DIMING_TEST_DATABASE_URL") != "" {
		return prepare(ctx, &server{})
	}
	if data := os.Getenv("DIMING_TEST_DATA"); data != "" {
		return openCluster(ctx, data)
	}
	root, err := moduleRoot()
	if err != nil {
		return nil, err
	}
	return openCluster(ctx, filepath.Join(root, ".diming-test"))
}

func openCluster(ctx context.Context, dataDir string) (*server, error) {
	cluster, err := pg.Embed(ctx, pg.EmbeddedOptions{DataDir: dataDir})
	if err != nil {
		return nil, err
	}
	return prepare(ctx, &server{cluster: cluster})
}

func prepare(ctx context.Context, s *server) (*server, error) {
	if err := s.begin(ctx); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

func (s *server) begin(ctx context.Context) (err error) {
	// The pool outlives the deadline of the start.
	s.pool, err = pg.Open(context.WithoutCancel(ctx), s.adminURL("postgres"), pg.Options{AppName: "pgtest", MaxConns: 4, KeepRole: true})
	if err != nil {
		return err
	}
	if s.keeper, err = pgx.Connect(ctx, s.adminURL("postgres")); err != nil {
		return fmt.Errorf("connect to the test server: %w", err)
	}
	if s.template, err = templateName(pg.Migrations()); err != nil {
		return err
	}
	if err := s.cleanUp(ctx); err != nil {
		return err
	}
	return s.makeTemplate(ctx)
}

func (s *server) close() error {
	ctx := context.Background()
	var errs []error
	if s.shared.pool != nil {
		s.shared.pool.Close()
		errs = append(errs, s.drop(ctx, s.shared.name))
	}
	for _, name := range s.filled.names {
		errs = append(errs, s.drop(ctx, name))
	}
	if s.pool != nil {
		s.pool.Close()
	}
	if s.keeper != nil {
		errs = append(errs, s.keeper.Close(ctx))
	}
	if s.cluster != nil {
		errs = append(errs, s.cluster.Close())
	}
	return errors.Join(errs...)
}

func (s *server) url(database string) string {
	if s.cluster != nil {
		return s.cluster.URL(database)
	}
	return foreignURL(database)
}

func (s *server) adminURL(database string) string {
	if s.cluster != nil {
		return s.cluster.AdminURL(database)
	}
	return foreignURL(database)
}

// foreignURL is DIMING_TEST_DATABASE_URL with another database.
func foreignURL(database string) string {
	u, err := url.Parse(os.Getenv("DIMING_TEST_DATABASE_URL"))
	if err != nil {
		return err.Error() // pgx refuses it with the reason
	}
	u.Path = "/" + database
	return u.String()
}

// templateName tells one state of the migrations from another.
func templateName(files fs.FS) (string, error) {
	hash := sha256.New()
	err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(files, path)
		fmt.Fprintf(hash, "%s\x00%d\x00%s", path, len(text), text)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("hash migrations: %w", err)
	}
	return templatePrefix + hex.EncodeToString(hash.Sum(nil)[:6]), nil
}

// makeTemplate makes the template once for all test processes. It becomes a
// template only when complete, so a half-made one is recognised and replaced.
func (s *server) makeTemplate(ctx context.Context) error {
	if _, err := s.keeper.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(templateLock)); err != nil {
		return fmt.Errorf("wait for the template: %w", err)
	}
	defer s.keeper.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", int64(templateLock))
	var complete bool
	err := s.keeper.QueryRow(ctx, "SELECT datistemplate FROM pg_database WHERE datname = $1", s.template).Scan(&complete)
	switch {
	case complete:
		return nil
	case err == nil:
		if err := s.drop(ctx, s.template); err != nil {
			return err
		}
	case !errors.Is(err, pgx.ErrNoRows):
		return fmt.Errorf("look for the template: %w", err)
	}
	name := pgx.Identifier{s.template}.Sanitize()
	if _, err := s.keeper.Exec(ctx, "CREATE DATABASE "+name+" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"); err != nil {
		return fmt.Errorf("make the template: %w", err)
	}
	if err := pg.Migrate(ctx, s.adminURL(s.template)); err != nil {
		return fmt.Errorf("make the template: %w", err)
	}
	if _, err := s.keeper.Exec(ctx, "ALTER DATABASE "+name+" WITH IS_TEMPLATE true ALLOW_CONNECTIONS false"); err != nil {
		return fmt.Errorf("finish the template: %w", err)
	}
	return nil
}

// create clones the template. The run's number in the name lets the next run
// tell what is old.
func (s *server) create(ctx context.Context, label, template string) (string, error) {
	name := fmt.Sprintf("%s%s_%d_%d_%s", clonePrefix, run(), os.Getpid(), s.number.Add(1), plain(label))
	name = name[:min(len(name), 63)] // PostgreSQL's limit in bytes; the front is unique
	// Of a thousand small files a copy costs half of what it costs through the log.
	_, err := s.pool.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize()+" TEMPLATE "+pgx.Identifier{template}.Sanitize()+" STRATEGY file_copy")
	if err != nil {
		return "", fmt.Errorf("clone database for %s: %w", label, err)
	}
	return name, nil
}

// fill gives the database of a label, filled when it is first asked for. A
// template must have nobody connected, so what fills it closes its connections.
func (s *server) fill(ctx context.Context, label string, fill func(ctx context.Context, name string) error) (string, error) {
	s.filled.Lock()
	defer s.filled.Unlock()
	if name, ok := s.filled.names[label]; ok {
		return name, nil
	}
	name, err := s.create(ctx, label, s.template)
	if err != nil {
		return "", err
	}
	if err := fill(ctx, name); err != nil {
		return "", errors.Join(err, s.drop(context.Background(), name))
	}
	if s.filled.names == nil {
		s.filled.names = map[string]string{}
	}
	s.filled.names[label] = name
	return name, nil
}

func (s *server) drop(ctx context.Context, name string) error {
	return dropDatabase(ctx, s.pool, name, " WITH (FORCE)")
}

func dropDatabase(ctx context.Context, pool *pgxpool.Pool, name, how string) error {
	if _, err := pool.Exec(ctx, "DROP DATABASE IF EXISTS "+pgx.Identifier{name}.Sanitize()+how); err != nil {
		return fmt.Errorf("drop database %s: %w", name, err)
	}
	return nil
}

// run is the same for all test binaries of one "go test".
func run() string { return fmt.Sprint(os.Getppid()) }

// plain keeps the letters, digits and underscores of a test's name.
func plain(label string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '_':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '_'
	}, label)
}

// cleanUp drops what earlier runs kept, and their templates, unless another
// test process runs; then it leaves everything alone.
func (s *server) cleanUp(ctx context.Context) error {
	var alone bool
	if err := s.keeper.QueryRow(ctx, "SELECT pg_try_advisory_lock($1)", int64(runLock)).Scan(&alone); err != nil {
		return fmt.Errorf("look for other tests: %w", err)
	}
	if alone {
		if err := s.dropOld(ctx); err != nil {
			return err
		}
	}
	if _, err := s.keeper.Exec(ctx, "SELECT pg_advisory_lock_shared($1)", int64(runLock)); err != nil {
		return fmt.Errorf("say that a test runs: %w", err)
	}
	if !alone {
		return nil
	}
	if _, err := s.keeper.Exec(ctx, "SELECT pg_advisory_unlock($1)", int64(runLock)); err != nil {
		return fmt.Errorf("let other tests run: %w", err)
	}
	return nil
}

func (s *server) dropOld(ctx context.Context) error {
	rows, err := s.pool.Query(ctx, `SELECT datname, datistemplate FROM pg_database
		WHERE (starts_with(datname, $1) AND NOT starts_with(datname, $1 || $2 || '_')
		       OR starts_with(datname, $3) AND datname <> $4)
		AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datname = pg_database.datname)`,
		clonePrefix, run(), templatePrefix, s.template)
	if err != nil {
		return fmt.Errorf("look for old test databases: %w", err)
	}
	type database struct {
		Name     string
		Template bool
	}
	old, err := pgx.CollectRows(rows, pgx.RowToStructByPos[database])
	if err != nil {
		return fmt.Errorf("look for old test databases: %w", err)
	}
	for _, d := range old {
		if d.Template {
			if _, err := s.pool.Exec(ctx, "ALTER DATABASE "+pgx.Identifier{d.Name}.Sanitize()+" IS_TEMPLATE false"); err != nil {
				return fmt.Errorf("drop template %s: %w", d.Name, err)
			}
		}
		if err := dropDatabase(ctx, s.pool, d.Name, ""); err != nil && !inUse(err) {
			return err
		}
	}
	return nil
}

// inUse recognises a database that somebody has entered in this moment.
func inUse(err error) bool {
	var answer *pgconn.PgError
	return errors.As(err, &answer) && answer.Code == "55006"
}
