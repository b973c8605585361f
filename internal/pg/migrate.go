package pg

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/tern/v2/migrate"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// Migrations is the embedded schema, one file a step.
func Migrations() fs.FS {
	files, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		panic(err) // the folder is part of the binary
	}
	return files
}

// versionTable holds the number of the last migration that ran.
const versionTable = "public.schema_version"

// migrateLock is the advisory lock under which a database is prepared.
const migrateLock = 0x64696d696e67 // "diming"

// Migrate brings the database at adminURL to the newest schema: roles,
// extensions, then the embedded migrations as diming_owner. Several may run at
// once; each finds the work done or does it. adminURL must not lead through a
// pooler that shares sessions. What it has no right to do comes back as an
// *Unfit with the SQL for an administrator.
func Migrate(ctx context.Context, adminURL string) error {
	return migrateFrom(ctx, adminURL, Migrations())
}

func migrateFrom(ctx context.Context, adminURL string, files fs.FS) error {
	conn, err := pgx.Connect(ctx, adminURL)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	// Closing the session gives its lock and its role up, whatever happened.
	defer conn.Close(context.WithoutCancel(ctx))
	if err := lockDatabase(ctx, conn); err != nil {
		return fmt.Errorf("migrate: wait for others: %w", err)
	}
	if err := checkServer(ctx, sessionDB{conn}); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if err := prepareDatabase(ctx, conn); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if err := runMigrations(ctx, conn, files); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// lockDatabase asks again and again instead of waiting in the server: a waiting
// statement has a snapshot, and CREATE INDEX CONCURRENTLY waits for those.
func lockDatabase(ctx context.Context, conn *pgx.Conn) error {
	for {
		var locked bool
		err := conn.QueryRow(ctx, "SELECT pg_try_advisory_lock($1)", int64(migrateLock)).Scan(&locked)
		if locked || err != nil {
			return err
		}
		if err := pause(ctx, 20*time.Millisecond); err != nil {
			return err
		}
	}
}

// prepareDatabase makes what stands outside the numbered files.
func prepareDatabase(ctx context.Context, conn *pgx.Conn) error {
	steps := []func(context.Context, *pgx.Conn) error{makeRoles, makeExtensions, grantSchema}
	for _, step := range steps {
		if err := step(ctx, conn); err != nil {
			return err
		}
	}
	if err := checkExtensions(ctx, sessionDB{conn}); err != nil {
		return err
	}
	return takeOwnerRole(ctx, conn)
}

func makeRoles(ctx context.Context, conn *pgx.Conn) error {
	for _, role := range []string{OwnerRole, ServerRole} {
		if err := makeRole(ctx, conn, role, "NOLOGIN"); err != nil {
			return err
		}
	}
	return grantServerRole(ctx, conn)
}

// makeRole makes a role if it is missing. Roles belong to the whole cluster, so
// another database's migration may make the same one at the same moment.
func makeRole(ctx context.Context, conn *pgx.Conn, role, attributes string) error {
	var there bool
	if err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)", role).Scan(&there); err != nil {
		return fmt.Errorf("look for role %s: %w", role, err)
	}
	if there {
		return nil
	}
	create := "CREATE ROLE " + role + " " + attributes
	_, err := conn.Exec(ctx, create)
	switch {
	case err == nil || isCode(err, "42710", "23505"): // duplicate_object, unique_violation
		return nil
	case isCode(err, "42501"):
		return &Unfit{"this login may not make role " + role + "; run as an administrator: " + create}
	}
	return fmt.Errorf("make role %s: %w", role, err)
}

// grantServerRole lets the login roles act as the server.
func grantServerRole(ctx context.Context, conn *pgx.Conn) error {
	rows, err := conn.Query(ctx, `SELECT rolname FROM pg_roles
		WHERE (rolname = session_user OR rolname = $1)
		AND NOT pg_has_role(oid, $2, 'MEMBER') ORDER BY rolname`, LoginRole, ServerRole)
	if err != nil {
		return fmt.Errorf("look for members of %s: %w", ServerRole, err)
	}
	logins, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return fmt.Errorf("look for members of %s: %w", ServerRole, err)
	}
	for _, login := range logins {
		if err := grantRole(ctx, conn, ServerRole, login); err != nil {
			return err
		}
	}
	return nil
}

// grantRole tries again when another database of the cluster grants at the
// same moment: PostgreSQL then reports a concurrent update.
func grantRole(ctx context.Context, conn *pgx.Conn, role, member string) error {
	grant := "GRANT " + role + " TO " + pgx.Identifier{member}.Sanitize()
	for {
		_, err := conn.Exec(ctx, grant)
		switch {
		case err == nil || isCode(err, "23505"):
			return nil
		case isCode(err, "42501"):
			return &Unfit{"this login may not grant " + role + "; run as an administrator: " + grant}
		case !concurrentUpdate(err):
			return fmt.Errorf("grant %s to %s: %w", role, member, err)
		}
		if err := pause(ctx, 10*time.Millisecond); err != nil {
			return fmt.Errorf("grant %s to %s: %w", role, member, err)
		}
	}
}

// concurrentUpdate recognises PostgreSQL's answer to two changes of one row of
// a catalogue at once; it has no code of its own.
func concurrentUpdate(err error) bool {
	return isCode(err, "XX000") && strings.Contains(err.Error(), "tuple concurrently")
}

func makeExtensions(ctx context.Context, conn *pgx.Conn) error {
	missing, err := missingExtensions(ctx, sessionDB{conn})
	if err != nil {
		return err
	}
	for _, name := range missing {
		_, err := conn.Exec(ctx, "CREATE EXTENSION IF NOT EXISTS "+name)
		switch {
		case isCode(err, "42501"):
			return &Unfit{"this login may not install extensions; run as an administrator in this database: " + createExtensions(missing)}
		case isCode(err, "58P01", "0A000"): // its files are not on the server
			return &Unfit{"the server has no extension " + name + "; install it there (Debian: postgresql-15-postgis-3, postgresql-contrib)"}
		case err != nil:
			return fmt.Errorf("install extension %s: %w", name, err)
		}
	}
	return nil
}

// grantSchema lets the owner make tables and the server reach them.
func grantSchema(ctx context.Context, conn *pgx.Conn) error {
	var database string
	var done bool
	err := conn.QueryRow(ctx, `SELECT current_database(),
		has_schema_privilege($1, 'public', 'CREATE') AND has_schema_privilege($2, 'public', 'USAGE')
		AND has_database_privilege($1, current_database(), 'CREATE')`, OwnerRole, ServerRole).Scan(&database, &done)
	if err != nil {
		return fmt.Errorf("look at rights on schema public: %w", err)
	}
	if done {
		return nil
	}
	grants := fmt.Sprintf("GRANT CREATE, TEMPORARY ON DATABASE %s TO %s; GRANT ALL ON SCHEMA public TO %s; GRANT USAGE ON SCHEMA public TO %s",
		pgx.Identifier{database}.Sanitize(), OwnerRole, OwnerRole, ServerRole)
	if _, err := conn.Exec(ctx, grants); isCode(err, "42501") {
		return &Unfit{"this login may not give rights on schema public; run as an administrator in this database: " + grants}
	} else if err != nil {
		return fmt.Errorf("give rights on schema public: %w", err)
	}
	// PostgreSQL only warns when it grants nothing, so look again.
	var create bool
	if err := conn.QueryRow(ctx, "SELECT has_schema_privilege($1, 'public', 'CREATE')", OwnerRole).Scan(&create); err != nil {
		return fmt.Errorf("look at rights on schema public: %w", err)
	}
	if !create {
		return &Unfit{"this login may not give rights on schema public; run as an administrator in this database: " + grants}
	}
	return nil
}

// takeOwnerRole acts as the owner from here on; a login that is not a member
// but may make itself one does.
func takeOwnerRole(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, "SET ROLE "+OwnerRole)
	if isCode(err, "42501") {
		var login string
		if err := conn.QueryRow(ctx, "SELECT session_user").Scan(&login); err != nil {
			return fmt.Errorf("take role %s: %w", OwnerRole, err)
		}
		if err := grantRole(ctx, conn, OwnerRole, login); err != nil {
			return err
		}
		_, err = conn.Exec(ctx, "SET ROLE "+OwnerRole)
	}
	if err != nil {
		return fmt.Errorf("take role %s: %w", OwnerRole, err)
	}
	return nil
}

func runMigrations(ctx context.Context, conn *pgx.Conn, files fs.FS) error {
	m, err := migrate.NewMigrator(ctx, conn, versionTable)
	if err != nil {
		return fmt.Errorf("make version table: %w", err)
	}
	if err := m.LoadMigrations(files); err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	// Granted each time: it is cheap, and a server reads the version first.
	if _, err := conn.Exec(ctx, "GRANT SELECT ON "+versionTable+" TO "+ServerRole); err != nil {
		return fmt.Errorf("show the version to the server: %w", err)
	}
	version, err := m.GetCurrentVersion(ctx)
	if err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	if latest := len(m.Migrations); int(version) > latest {
		return newerSchema(int(version), latest)
	}
	if err := m.Migrate(ctx); err != nil {
		return explainMigration(err)
	}
	return nil
}

func newerSchema(version, latest int) error {
	return &Unfit{fmt.Sprintf("its schema is at version %d, this program knows %d; start the newer program that migrated it", version, latest)}
}

// explainMigration adds the place that PostgreSQL names to its message.
func explainMigration(err error) error {
	var failed migrate.MigrationPgError
	if !errors.As(err, &failed) {
		return err
	}
	line := 0
	if at := int(failed.Position); at > 0 {
		line = 1 + strings.Count(string([]rune(failed.Sql)[:min(at, len([]rune(failed.Sql)))]), "\n")
	}
	return fmt.Errorf("run %s, line %d: %w (%s%s)", failed.MigrationName, line, err, failed.Detail, failed.Hint)
}

// Latest is the number of the newest migration that this program knows.
func Latest() int {
	names, err := migrate.FindMigrations(Migrations())
	if err != nil {
		panic(err) // a test holds the embedded files to their numbering
	}
	return len(names)
}

// Version reads how far the database is migrated, 0 if not at all. One that is
// further than this program knows is an *Unfit.
func Version(ctx context.Context, db DB) (int, error) {
	var migrated bool
	if err := db.QueryRow(ctx, "SELECT to_regclass($1) IS NOT NULL", versionTable).Scan(&migrated); err != nil {
		return 0, fmt.Errorf("read schema version: %w", err)
	}
	if !migrated {
		return 0, nil
	}
	var version int
	if err := db.QueryRow(ctx, "SELECT version FROM "+versionTable).Scan(&version); err != nil {
		return 0, fmt.Errorf("read schema version: %w", err)
	}
	if latest := Latest(); version > latest {
		return version, newerSchema(version, latest)
	}
	return version, nil
}

// sessionDB lets a single connection stand as a DB.
type sessionDB struct{ *pgx.Conn }

var _ DB = sessionDB{}
