// Command diming keeps the place names and boundaries of a county and serves
// them. Run it with --help for its commands.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
	"golang.org/x/crypto/acme/autocert"

	"diming/api"
)

// Globals are the flags of every command.
type Globals struct {
	DatabaseURL string `name:"database-url" env:"DIMING_DATABASE_URL" help:"PostgreSQL to use; without it an embedded one is run in the data folder."`
	DirectURL   string `name:"direct-url" env:"DIMING_DIRECT_URL" help:"The same database past a pooler, for migrations, LISTEN and locks."`
	Data        string `name:"data" env:"DIMING_DATA" default:".diming" help:"Data folder: embedded database, documents, keys." type:"path"`

	logFlags `embed:""`
}

// CLI is the command line.
type CLI struct {
	Globals
	Serve     serveCmd         `cmd:"" help:"Serve the register over HTTP."`
	Migrate   migrateCmd       `cmd:"" help:"Bring the database to this version's tables."`
	Demo      demoCmd          `cmd:"" help:"Load demo data into the register."`
	Import    importCmd        `cmd:"" help:"Take files into the register, accounted row by row."`
	Divisions divisionsCmd     `cmd:"" help:"Report how divisions changed, or what carries an old code."`
	Boundary  boundaryCmd      `cmd:"" help:"Lines between divisions: check them and areas, derive them from areas."`
	Mapping   mappingCmd       `cmd:"" help:"Keep which heading of a file means what."`
	Findings  findingsCmd      `cmd:"" help:"List what stands against names: duplicates 重 in their scope."`
	Place     placeCmd         `cmd:"" help:"Enter, rename or withdraw a place."`
	Name      nameCmd          `cmd:"" help:"Check a name against the rules of names."`
	Classes   classesCmd       `cmd:"" help:"List the classes of places."`
	Addresses addressesCmd     `cmd:"" help:"Match texts to standard addresses."`
	Tiles     tilesCmd         `cmd:"" help:"Write tiles as a file, and what changed of them."`
	Pinyin    pinyinCmd        `cmd:"" help:"Draft the Hanyu Pinyin of names."`
	User      userCmd          `cmd:"" help:"Accounts: who may log in, and their roles."`
	Verify    verifyCmd        `cmd:"" help:"Check the whole ledger, a task file, or the code of a plate."`
	TaskFile  taskFileCmd      `cmd:"" name:"task-file" help:"Joint inspections between two installations: write a task as a signed file, take in the other side's, print the key."`
	Payload   payloadCmd       `cmd:"" help:"Keys under which large codes are signed."`
	Person    personCmd        `cmd:"" help:"Find, give out or erase what is held of a person."`
	Doctor    doctorCmd        `cmd:"" help:"Look at everything the register stands on, and say what to do."`
	DevCert   devCertCmd       `cmd:"" name:"dev-cert" help:"Make a certificate for tests on phones in a local network."`
	Backup    backupCmd        `cmd:"" help:"Write database, documents and keys to one file."`
	Restore   restoreCmd       `cmd:"" help:"Restore a backup into an empty database and verify it."`
	Postgres  postgresCmd      `cmd:"" help:"Run a program beside the embedded PostgreSQL; psql if none is named."`
	Version   kong.VersionFlag `help:"Print the version."`

	Export        exportCmd        `cmd:"" help:"Write the whole register as open files: CSV, JSON lines, GeoPackage."`
	RestoreExport restoreExportCmd `cmd:"" help:"Read an export into an empty register and verify it."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:]))
}

// vars are what defaults and help refer to.
func vars() kong.Vars {
	return kong.Vars{"version": api.Version, "acme_directory": autocert.DefaultACMEDirectory}
}

// run is main without the exit, for tests.
func run(ctx context.Context, args []string) int {
	var cli CLI
	parser, err := kong.New(&cli, kong.Name("diming"),
		kong.Description("The place-name and boundary register of a county. 县级地名与界线登记服务。"),
		vars(), kong.BindTo(ctx, (*context.Context)(nil)), kong.UsageOnError(), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		panic(err) // the structure above is wrong
	}
	command, err := parser.Parse(args)
	parser.FatalIfErrorf(err)
	if err := command.Run(&cli.Globals); err != nil {
		fmt.Fprintln(os.Stderr, "diming: "+sentence(err))
		return 1
	}
	return 0
}
