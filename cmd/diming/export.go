package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"diming/api"
	"diming/internal/archive"
	"diming/internal/blob"
	"diming/internal/ledger"
	"diming/internal/pg"
)

type exportCmd struct {
	Path            string `arg:"" help:"Folder to make, or a file that ends in .tar.gz; it must not exist." type:"path"`
	WithoutPersons  bool   `name:"without-persons" help:"Leave personal data out; the ledger holds without it."`
	WithCredentials bool   `name:"with-credentials" help:"With the digests of passwords, so that everybody logs in as before."`
	BOM             bool   `name:"bom" help:"Begin CSV files with a mark by which Excel knows UTF-8."`
	Reason          string `help:"For the ledger."`
	JSON            bool   `name:"json" help:"Print the manifest as JSON."`
}

func (exportCmd) Help() string {
	return "Every version in both times, the ledger with its seals, settings, findings, sign codes, import runs and documents, as CSV, JSON lines and GeoPackage with their schema. " +
		"Personal data is in it unless --without-persons is given; sessions, tokens and keys never are. It needs no GDAL but for the GeoPackage.\n" +
		"Example: diming export 2026-11-25 --reason 系统移交"
}

// exportPatience outlasts what servers do in one transaction, such as an import.
const exportPatience = 2 * time.Minute

// Run writes the whole register.
func (c *exportCmd) Run(ctx context.Context, g *Globals) error {
	return g.within(ctx, func(r *register) error {
		m, err := archive.Export{DB: r.pool, AdminURL: r.adminURL, Documents: blob.Store{Dir: filepath.Join(g.Data, blobDir)}, Path: c.Path,
			Choice: archive.Choice{Persons: !c.WithoutPersons, Credentials: c.WithCredentials}, BOM: c.BOM, Actor: ledger.Console, Reason: c.Reason,
			Program: "diming " + api.Version, Now: time.Now, Say: say, Patience: exportPatience}.Write(ctx)
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(m)
		}
		fmt.Printf("导出完成 / exported to %s: %d tables, %d documents\nhead %d %s\n", c.Path, len(m.Tables), m.Documents.Count, m.HeadSeq, m.Head)
		return nil
	})
}

type restoreExportCmd struct {
	Path string `arg:"" help:"Export to read: a folder or a .tar.gz."`
	From string `enum:"csv,json" default:"csv" help:"csv or json: which of the two forms is read."`
}

func (restoreExportCmd) Help() string {
	return "The register must be empty, and afterwards holds the same ids, versions, recorded times and ledger. An export that is damaged in any byte changes nothing.\n" +
		"Example: DIMING_DATA=/srv/diming diming restore-export 2026-11-25.tar.gz"
}

// Run checks the export whole, makes tables of its time, fills them, and
// brings them to this version.
func (c *restoreExportCmd) Run(ctx context.Context, g *Globals) error {
	export, err := archive.Open(c.Path, "")
	if err != nil {
		return err
	}
	defer export.Close()
	r, err := g.connect(ctx)
	if err != nil {
		return err
	}
	return errors.Join(c.into(ctx, g, r, export), r.close())
}

func (c *restoreExportCmd) into(ctx context.Context, g *Globals, r *register, export *archive.Opened) error {
	stands, err := pg.Version(ctx, r.pool)
	if err != nil {
		return err
	}
	if stands > export.Manifest.Schema {
		return fmt.Errorf("本登记的表结构（%d）比导出文件（%d）新：请用新的 DIMING_DATA 或未初始化的空数据库，读入后会自动升级 / "+
			"the tables here are newer than the export's: use a new DIMING_DATA or a database without tables", stands, export.Manifest.Schema)
	}
	if err := pg.MigrateTo(ctx, r.adminURL, export.Manifest.Schema); err != nil {
		return err
	}
	v, err := export.Into(ctx, archive.Load{AdminURL: r.adminURL, Documents: blob.Store{Dir: filepath.Join(g.Data, blobDir)}, JSON: c.From == "json", Say: say})
	if err != nil {
		return err
	}
	if err := r.prepare(ctx); err != nil {
		return err
	}
	fmt.Printf("读入完成，账本成立 / read in, and the ledger holds: %d entries\nhead %d %x\n", v.Sealed, v.Head.Seq, v.Head.Hash)
	return g.guardCheckout(ctx, r)
}
