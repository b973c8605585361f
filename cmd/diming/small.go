package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/demo"
	"diming/gazetteer"
	"diming/gazetteer/pinyin"
	"diming/internal/ledger"
	"diming/internal/version"
)

type migrateCmd struct{}

func (migrateCmd) Help() string { return "Example: diming migrate" }

// Run migrates; open does it.
func (migrateCmd) Run(ctx context.Context, g *Globals) error {
	return g.with(ctx, func(*register) error { say("数据库已是最新 / the database is up to date"); return nil })
}

type demoCmd struct {
	Name string `arg:"" optional:"" default:"jiangshan" enum:"jiangshan,hualien" help:"jiangshan (synthetic areas) or hualien (real open geometry)."`
}

func (demoCmd) Help() string { return "Example: diming demo hualien" }

// Run loads a demo; loading it again changes nothing.
func (c *demoCmd) Run(ctx context.Context, g *Globals) error {
	return g.with(ctx, func(r *register) error {
		d := demo.Demo{Places: r.places, Signs: r.signs, Say: say}
		if c.Name == "hualien" {
			return d.Hualien(ctx)
		}
		return d.Jiangshan(ctx)
	})
}

type pinyinCmd struct {
	Class    string   `help:"Class code of five digits, such as 22200 for a village."`
	Division string   `help:"Division code: readings differ between provinces."`
	JSON     bool     `name:"json" help:"Print JSON."`
	Names    []string `arg:"" name:"name" help:"Names to read."`
}

func (pinyinCmd) Help() string { return "Example: diming pinyin --class 21400 六安 乐清市" }

// Run prints one reading a line.
func (c *pinyinCmd) Run() error {
	for _, name := range c.Names {
		r := pinyin.Of(name, c.Class, c.Division)
		if !c.JSON {
			fmt.Println(r)
			continue
		}
		if err := printJSON(map[string]any{"name": name, "pinyin": r.Text, "confirmed": r.Confirmed, "source": r.Source, "alternatives": r.Alternatives, "capitals": r.Capitals()}); err != nil {
			return err
		}
	}
	return nil
}

type verifyCmd struct {
	Ledger     verifyLedgerCmd     `cmd:"" default:"withargs" help:"Check the whole ledger."`
	Inspection verifyInspectionCmd `cmd:"" help:"Check the task file of a joint inspection by itself, without a register."`
	Plate      verifyPlateCmd      `cmd:"" help:"Check what the large code of a plate says of itself, without a network where its keys are at hand."`
}

type verifyLedgerCmd struct {
	Head string `help:"A hash printed earlier, hexadecimal: it must stand in the chain."`
	JSON bool   `name:"json" help:"Print JSON."`
}

func (verifyLedgerCmd) Help() string {
	return "The word ledger need not be typed. Example: diming verify ledger --head 5f2c…"
}

// Run recomputes the chain and names the first row that does not hold.
func (c *verifyLedgerCmd) Run(ctx context.Context, g *Globals) error {
	head, err := hex.DecodeString(c.Head)
	if err != nil || len(head) != 0 && len(head) != sha256.Size {
		return fmt.Errorf("--head %q 不是一个账本头：应为 64 位十六进制数字 / a head is 64 hexadecimal digits", c.Head)
	}
	if len(head) == 0 {
		head = nil
	}
	return g.within(ctx, func(r *register) error {
		if err := ledger.SealAll(ctx, r.pool); err != nil {
			return err
		}
		v, err := ledger.Verify(ctx, r.pool, head)
		var broken *ledger.Broken
		if errors.As(err, &broken) {
			return fmt.Errorf("账本不成立 / the ledger does not hold: %w", broken)
		}
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(map[string]any{"sealed": v.Sealed, "pending": v.Pending, "head_seq": v.Head.Seq,
				"head": hex.EncodeToString(v.Head.Hash), "persons": v.Persons, "erased": v.Erased})
		}
		fmt.Printf("账本成立 / the ledger holds: %d entries sealed, %d pending, %d persons held, %d erased\nhead %d %x\n",
			v.Sealed, v.Pending, v.Persons, v.Erased, v.Head.Seq, v.Head.Hash)
		return nil
	})
}

type placeCmd struct {
	Add      placeAddCmd      `cmd:"" help:"Enter a place. Example: diming place add --class 22200 --division 330881003 --at 118.62,28.68 清溪口"`
	Rename   placeRenameCmd   `cmd:"" help:"Rename a place. Example: diming place rename ID 新名 --from 2026-12-01 --reason 批复文号"`
	Withdraw placeWithdrawCmd `cmd:"" help:"Withdraw a place that should not be in the register. Example: diming place withdraw ID --reason 重复登记 --successor ID"`
}

type placeAddCmd struct {
	Name     string `arg:"" help:"Standard name."`
	Class    string `required:"" help:"Class code of five digits."`
	Division string `help:"Code of the division it lies in; found by position if absent."`
	At       string `help:"Longitude,latitude."`
	Internal bool   `help:"Not shown to the public."`
	Reason   string `help:"For the ledger."`
	JSON     bool   `name:"json" help:"Print JSON."`
}

// Run enters the place and prints its id.
func (c *placeAddCmd) Run(ctx context.Context, g *Globals) error {
	d := gazetteer.Draft{Names: []gazetteer.RowName{{Text: c.Name}}, Class: c.Class, Division: c.Division, Visibility: "public", Source: "控制台录入"}
	if c.Internal {
		d.Visibility = "internal"
	}
	if c.At != "" {
		p, err := readPosition(c.At)
		if err != nil {
			return err
		}
		d.Location = &p
	}
	return g.within(ctx, func(r *register) error {
		id, entry, err := r.places.Add(ctx, ledger.Console, d, c.Reason)
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(map[string]any{"id": id, "entry": entry})
		}
		fmt.Println(id)
		return nil
	})
}

// readPosition reads longitude,latitude and nothing besides.
func readPosition(text string) (orb.Point, error) {
	east, north, _ := strings.Cut(text, ",")
	lon, errLon := strconv.ParseFloat(strings.TrimSpace(east), 64)
	lat, errLat := strconv.ParseFloat(strings.TrimSpace(north), 64)
	if errLon != nil || errLat != nil || !(lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90) {
		return orb.Point{}, fmt.Errorf("--at %q: 写法是 经度,纬度，如 118.62,28.68 / write longitude,latitude", text)
	}
	return orb.Point{lon, lat}, nil
}

type placeRenameCmd struct {
	ID     uuid.UUID `arg:""`
	Name   string    `arg:"" help:"The new standard name."`
	From   string    `help:"First day of the new name, YYYY-MM-DD; today if absent."`
	Reason string    `required:"" help:"For the ledger."`
}

// Run renames.
func (c *placeRenameCmd) Run(ctx context.Context, g *Globals) error {
	from := version.Today()
	if c.From != "" {
		day, err := readDate("--from", c.From)
		if err != nil {
			return err
		}
		from = day
	}
	return g.within(ctx, func(r *register) error {
		_, err := r.places.Rename(ctx, ledger.Console, c.ID, c.Name, version.Span{From: from}, c.Reason)
		if err == nil {
			fmt.Printf("%s 自 %s 起的标准名称：%s\n", c.ID, from, c.Name)
		}
		return err
	})
}

type placeWithdrawCmd struct {
	ID        uuid.UUID  `arg:""`
	Successor *uuid.UUID `help:"The place that stands for it from now on."`
	Reason    string     `required:"" help:"For the ledger."`
}

// Run withdraws.
func (c *placeWithdrawCmd) Run(ctx context.Context, g *Globals) error {
	return g.within(ctx, func(r *register) error {
		_, err := r.places.Withdraw(ctx, ledger.Console, c.ID, c.Successor, c.Reason)
		if err == nil {
			fmt.Printf("%s 已撤回：%s\n", c.ID, c.Reason)
		}
		return err
	})
}

type postgresCmd struct {
	Volatile bool     `help:"Without fsync: for tests, never for a register."`
	Command  []string `arg:"" optional:"" passthrough:"" help:"Program to run with PGHOST and PGUSER set; psql if absent."`
}

func (postgresCmd) Help() string {
	return "Example: diming postgres -- psql -c 'SELECT count(*) FROM place'"
}

// Run keeps the embedded PostgreSQL up while a program runs beside it.
func (c *postgresCmd) Run(ctx context.Context, g *Globals) error {
	cluster, err := g.embed(ctx, !c.Volatile)
	if err != nil {
		return err
	}
	config, err := pgx.ParseConfig(cluster.AdminURL(database))
	if err != nil {
		return errors.Join(err, cluster.Close())
	}
	args := c.Command
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		args = []string{cluster.Bin("psql")}
	}
	child := exec.CommandContext(ctx, args[0], args[1:]...)
	child.Env = append(os.Environ(), "PGHOST="+config.Host, "PGUSER="+config.User, "PGDATABASE="+database)
	child.Stdin, child.Stdout, child.Stderr = os.Stdin, os.Stdout, os.Stderr
	return errors.Join(child.Run(), cluster.Close())
}
