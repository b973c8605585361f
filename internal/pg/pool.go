package pg

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// DB is what a store needs of a database. A *pgxpool.Pool and a pgx.Tx meet it,
// so that a use case runs in its own transaction or inside a caller's.
type DB interface {
	Begin(ctx context.Context) (pgx.Tx, error)
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
	CopyFrom(ctx context.Context, table pgx.Identifier, columns []string, rows pgx.CopyFromSource) (int64, error)
	SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults
}

var (
	_ DB = (*pgxpool.Pool)(nil)
	_ DB = pgx.Tx(nil)
)

// Options of a pool.
type Options struct {
	AppName          string        // shown in pg_stat_activity; "diming" if empty
	StatementTimeout time.Duration // 0: none
	MaxConns         int32         // 0: what the URL or pgx says
	KeepRole         bool          // stay the login role, as administration needs
}

// Open makes a pool for the database at url. Every connection goes by China's
// calendar, so that current_date is the day by which the law counts, knows the
// geometry types and, unless o.KeepRole says otherwise, takes on the role
// diming_server when the login role is a member of it.
//
// Open does not connect: a server that cannot be reached shows at the first
// query, see [Unreachable].
func Open(ctx context.Context, url string, o Options) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("read database address: %w", err)
	}
	params := config.ConnConfig.RuntimeParams
	params["application_name"] = o.AppName
	if o.AppName == "" {
		params["application_name"] = "diming"
	}
	params["timezone"] = "Asia/Shanghai"
	if o.StatementTimeout > 0 {
		params["statement_timeout"] = strconv.FormatInt(o.StatementTimeout.Milliseconds(), 10)
	}
	if o.MaxConns > 0 {
		config.MaxConns = o.MaxConns
		config.MinConns = min(config.MinConns, o.MaxConns)
	}
	config.AfterConnect = func(ctx context.Context, conn *pgx.Conn) error {
		registerUUID(conn.TypeMap())
		if err := RegisterGeometry(ctx, conn); err != nil || o.KeepRole {
			return err
		}
		return takeServerRole(ctx, conn)
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("open database pool: %w", err)
	}
	return pool, nil
}

// takeServerRole gives up all rights but the server's. Before the first
// migration the role does not exist, and nothing happens.
func takeServerRole(ctx context.Context, conn *pgx.Conn) error {
	var member bool
	err := conn.QueryRow(ctx, `SELECT coalesce(
		(SELECT pg_has_role(session_user, oid, 'MEMBER') FROM pg_roles WHERE rolname = $1), false)`, ServerRole).Scan(&member)
	if err != nil {
		return fmt.Errorf("look for role %s: %w", ServerRole, err)
	}
	if !member {
		return nil
	}
	if _, err := conn.Exec(ctx, "SET ROLE "+ServerRole); err != nil {
		return fmt.Errorf("take role %s: %w", ServerRole, err)
	}
	return nil
}

// Unfit says why a database that answers will not do.
type Unfit struct{ Reason string }

func (e *Unfit) Error() string { return "this database will not do: " + e.Reason }

// Check refuses a database that cannot hold the register, with an *Unfit.
// It is meant for a migrated database; [Migrate] checks as well.
func Check(ctx context.Context, db DB) error {
	if err := checkServer(ctx, db); err != nil {
		return err
	}
	return checkExtensions(ctx, db)
}

// checkServer looks at what no migration can change.
func checkServer(ctx context.Context, db DB) error {
	var version int
	var name, encoding string
	err := db.QueryRow(ctx, `SELECT current_setting('server_version_num')::int,
		current_database(), pg_encoding_to_char(encoding)
		FROM pg_database WHERE datname = current_database()`).Scan(&version, &name, &encoding)
	if err != nil {
		return fmt.Errorf("check database: %w", err)
	}
	if reason := serverFault(version, encoding, name); reason != "" {
		return &Unfit{reason}
	}
	return nil
}

// serverFault says why a server or a database's encoding will not do.
func serverFault(version int, encoding, name string) string {
	if version < minMajor*10000 {
		return fmt.Sprintf("the server is PostgreSQL %d.%d; version %d or later is needed",
			version/10000, version%10000, minMajor)
	}
	if encoding != "UTF8" {
		return fmt.Sprintf("its encoding is %s; make one with CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'",
			encoding, pgx.Identifier{name}.Sanitize())
	}
	return ""
}

// extensions that the schema stands on.
var extensions = []string{"postgis", "btree_gist", "pg_trgm", "pgcrypto"}

func checkExtensions(ctx context.Context, db DB) error {
	missing, err := missingExtensions(ctx, db)
	if err != nil {
		return err
	}
	if len(missing) > 0 {
		return &Unfit{"it lacks " + strings.Join(missing, ", ") + "; run: " + createExtensions(missing)}
	}
	var postGIS, ctype string
	var trigrams int
	err = db.QueryRow(ctx, `SELECT (SELECT extversion FROM pg_extension WHERE extname = 'postgis'),
		datctype, coalesce(cardinality(show_trgm('中山路')), 0)
		FROM pg_database WHERE datname = current_database()`).Scan(&postGIS, &ctype, &trigrams)
	if err != nil {
		return fmt.Errorf("check extensions: %w", err)
	}
	if reason := extensionFault(postGIS, ctype, trigrams); reason != "" {
		return &Unfit{reason}
	}
	return nil
}

// extensionFault says why an extension will not do; trigrams is how many the
// database makes of three Chinese characters.
func extensionFault(postGIS, ctype string, trigrams int) string {
	if !atLeast(postGIS, 3, 3) {
		return "its PostGIS is " + postGIS + "; version 3.3 or later is needed (ALTER EXTENSION postgis UPDATE, if the server has it)"
	}
	if trigrams == 0 {
		return fmt.Sprintf("its LC_CTYPE is %s, with which trigrams of Chinese are empty; make one with TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'", ctype)
	}
	return ""
}

func missingExtensions(ctx context.Context, db DB) ([]string, error) {
	rows, err := db.Query(ctx, `SELECT name FROM unnest($1::text[]) WITH ORDINALITY AS wanted(name, n)
		WHERE NOT EXISTS (SELECT FROM pg_extension WHERE extname = name) ORDER BY n`, extensions)
	if err != nil {
		return nil, fmt.Errorf("look for extensions: %w", err)
	}
	missing, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("look for extensions: %w", err)
	}
	return missing, nil
}

func createExtensions(names []string) string {
	var sql strings.Builder
	for _, name := range names {
		fmt.Fprintf(&sql, "CREATE EXTENSION IF NOT EXISTS %s; ", name)
	}
	return strings.TrimSpace(sql.String())
}

// atLeast compares the first two numbers of a version such as 3.3.2 or 3.6.0dev.
func atLeast(version string, major, minor int) bool {
	var a, b int
	if n, _ := fmt.Sscanf(version, "%d.%d", &a, &b); n < 2 {
		return false
	}
	return a > major || a == major && b >= minor
}

// Unreachable tells a server that cannot be reached now, which may come back,
// from one that answered with a refusal.
func Unreachable(err error) bool {
	var answer *pgconn.PgError
	if errors.As(err, &answer) {
		switch answer.Code {
		case "57P01", "57P02", "57P03", "53300": // shutting down, crashed, starting, full
			return true
		}
		return strings.HasPrefix(answer.Code, "08") // connection exceptions
	}
	var unfit *Unfit
	if errors.As(err, &unfit) || errors.Is(err, context.Canceled) {
		return false
	}
	var netErr net.Error // also time-outs, context.DeadlineExceeded among them
	return errors.As(err, &netErr) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ENOENT)
}
