package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"

	"diming/gazetteer"
	"diming/importers"
	"diming/internal/ledger"
)

type importCmd struct {
	File importFilesCmd `cmd:"" default:"withargs" help:"Take files into the register, accounted row by row."`
	Undo importUndoCmd  `cmd:"" help:"Take a whole import back, as a new change."`
}

type importFilesCmd struct {
	As             string   `required:"" enum:"places,divisions,shelters,officers,policies" help:"What the rows are: places, divisions, shelters 避难场所, officers 灾害信息员 and other contacts, or policies 政策."`
	CRS            string   `name:"crs" help:"EPSG code of the coordinates, 4490 if the file does not say; or gcj02 (Amap, Tencent) or bd09 (Baidu), shifted back approximately."`
	SwapAxes       bool     `name:"swap-axes" help:"The file has latitude, or northing, where longitude or easting is expected."`
	OldDatum       string   `name:"old-datum" enum:"text,refuse" default:"text" help:"Coordinates of Xi'an 80 or Beijing 54 are kept as text, without a position, or the row is refused. They are never transformed."`
	Repair         bool     `help:"Make invalid areas valid instead of rejecting the row, where that changes little."`
	Pairs          string   `enum:"ask,new" default:"ask" help:"Rows that may be about a place that is known: set aside for a decision, or taken in as new places."`
	Classification string   `help:"public or internal; internal if absent. Anything above is rejected."`
	Source         string   `help:"Name of the source, within which keys are unique; the file's name if absent."`
	Class          string   `help:"Class code of places whose file names none."`
	Encoding       string   `help:"utf-8, gb18030 or big5; told from the bytes if absent."`
	Layer          string   `help:"Layer or sheet; the one whose headings are best recognised if absent."`
	IgnoreColumn   []string `name:"ignore-column" sep:"none" placeholder:"NAME" help:"A column that is not used on purpose, though its heading speaks of codes, divisions or coordinates. Repeatable."`
	Mapping        string   `help:"Name of a mapping that is kept; see diming mapping."`
	Map            []string `name:"map" sep:"none" placeholder:"HEADING=FIELD" help:"What a column is, over what is guessed and what --mapping says; an empty field leaves it out. Repeatable."`
	Force2D        bool     `name:"force-2d" help:"Drop third coordinates instead of rejecting the row."`
	DryRun         bool     `name:"dry-run" help:"Do all but keep nothing."`
	Note           string   `help:"For the ledger."`
	JSON           bool     `name:"json" help:"Print the report as JSON."`
	Files          []string `arg:"" name:"file" type:"path" help:"Files, or folders of shapefiles or a FileGDB."`
}

func (importFilesCmd) Help() string {
	return "Every row is accounted for; rejected ones are written to FILE.rejected.csv (or .geojson) with the reason, to be corrected and taken in again.\n" +
		"Keys are unique within a source: files of two townships that both count from 1 need two names given with --source.\n" +
		"An empty cell, or a column that is not there, leaves what the register holds.\n" +
		"Example: diming import 地名.csv --as places --classification public"
}

// Run takes the files in, one after the other.
func (c *importFilesCmd) Run(ctx context.Context, g *Globals) error {
	return g.with(ctx, func(r *register) error {
		classes, err := classNames(ctx, r.places)
		if err != nil {
			return err
		}
		mapping, err := c.mapping(ctx, r)
		if err != nil {
			return err
		}
		for _, file := range c.Files {
			o, err := c.options(r, file)
			if err != nil {
				return err
			}
			o.Mapping = mapping
			o.Classes = classes
			report, err := importers.Run(ctx, o)
			if err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
			if c.JSON {
				err = printJSON(report)
			} else {
				printReport(report)
			}
			if err != nil {
				return err
			}
		}
		return g.guardCheckout(ctx, r)
	})
}

// mapping is the one that is kept under the name given, with what is said
// beside it.
func (c *importFilesCmd) mapping(ctx context.Context, r *register) (importers.Mapping, error) {
	said, err := importers.ParseMapping(c.Map)
	if err != nil || c.Mapping == "" {
		return said, err
	}
	kept, err := (&importers.Mappings{DB: r.pool}).Named(ctx, c.Mapping)
	if err != nil {
		return nil, err
	}
	if kept.As != importers.Kind(c.As) {
		return nil, fmt.Errorf("栏目对应“%s”是 %s 的，不是 %s 的 / that mapping is of %s", c.Mapping, kept.As, c.As, kept.As)
	}
	maps.Copy(kept.Fields, said)
	return kept.Fields, nil
}

// classNames gives the code of each class of places by its name.
func classNames(ctx context.Context, places *gazetteer.Store) (map[string]string, error) {
	classes, err := places.Classes(ctx)
	if err != nil {
		return nil, err
	}
	byName := make(map[string]string, len(classes))
	for code, class := range classes {
		byName[class.Name] = code
	}
	return byName, nil
}

func (c *importFilesCmd) options(r *register, file string) (importers.Options, error) {
	crs, shift, err := importers.ParseCRS(c.CRS)
	return importers.Options{DB: r.pool, File: file, As: importers.Kind(c.As), Actor: ledger.Console, Source: c.Source,
		Classification: c.Classification, CRS: crs, Shift: shift, SwapAxes: c.SwapAxes, OldDatum: c.OldDatum, Repair: c.Repair, Pairs: c.Pairs, Encoding: c.Encoding, Force2D: c.Force2D, DryRun: c.DryRun, Note: c.Note,
		DefaultClass: c.Class, Layer: c.Layer, IgnoreColumns: c.IgnoreColumn, Progress: progress(file)}, err
}

// progress draws a bar for a person at a terminal, and nothing into a log.
func progress(file string) func(importers.Progress) {
	if stat, err := os.Stderr.Stat(); err != nil || stat.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	bar := progressbar.NewOptions64(-1, progressbar.OptionSetWriter(os.Stderr), progressbar.OptionShowBytes(true),
		progressbar.OptionThrottle(200*time.Millisecond), progressbar.OptionClearOnFinish(), progressbar.OptionSetDescription(file))
	return func(p importers.Progress) {
		bar.ChangeMax64(p.BytesTotal)
		bar.Describe(fmt.Sprintf("%d 行，每秒 %.0f 行", p.Rows, p.RowsPerSecond()))
		_ = bar.Set64(p.BytesRead) // a bar that cannot be drawn is no reason to stop
	}
}
