package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"

	"diming/importers"
	"diming/internal/ledger"
)

type importCmd struct {
	As             string   `required:"" enum:"places,divisions" help:"What the rows are: places or divisions."`
	CRS            int      `name:"crs" help:"EPSG code of the coordinates; 4490 if the file does not say."`
	Classification string   `help:"public or internal; internal if absent. Anything above is rejected."`
	Source         string   `help:"Name of the source, within which keys are unique; the file's name if absent."`
	Class          string   `help:"Class code of places whose file names none."`
	Encoding       string   `help:"utf-8, gb18030 or big5; told from the bytes if absent."`
	Force2D        bool     `name:"force-2d" help:"Drop third coordinates instead of rejecting the row."`
	DryRun         bool     `name:"dry-run" help:"Do all but keep nothing."`
	Note           string   `help:"For the ledger."`
	JSON           bool     `name:"json" help:"Print the report as JSON."`
	Files          []string `arg:"" name:"file" type:"existingfile" help:"CSV or GeoJSON files."`
}

func (importCmd) Help() string {
	return "Every row is accounted for; rejected ones are written to FILE.rejected.csv with the reason, to be corrected and taken in again.\n" +
		"Example: diming import 地名.csv --as places --classification public"
}

// Run takes the files in, one after the other.
func (c *importCmd) Run(ctx context.Context, g *Globals) error {
	return g.with(ctx, func(r *register) error {
		for _, file := range c.Files {
			report, err := importers.Run(ctx, c.options(r, file))
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

func (c *importCmd) options(r *register, file string) importers.Options {
	bar := progressbar.NewOptions64(-1, progressbar.OptionSetWriter(os.Stderr), progressbar.OptionShowBytes(true),
		progressbar.OptionThrottle(200*time.Millisecond), progressbar.OptionClearOnFinish(), progressbar.OptionSetDescription(file),
		progressbar.OptionSetSpinnerChangeInterval(0)) // no goroutine of its own, which would race with ours
	return importers.Options{DB: r.pool, File: file, As: importers.Kind(c.As), Actor: ledger.Console, Source: c.Source,
		Classification: c.Classification, CRS: c.CRS, Encoding: c.Encoding, Force2D: c.Force2D, DryRun: c.DryRun, Note: c.Note,
		DefaultClass: c.Class, Progress: func(p importers.Progress) {
			bar.ChangeMax64(p.BytesTotal)
			bar.Describe(fmt.Sprintf("%d 行，每秒 %.0f 行", p.Rows, p.RowsPerSecond()))
			_ = bar.Set64(p.BytesRead) // a bar that cannot be drawn is no reason to stop
		}}
}

func printReport(r importers.Report) {
	fmt.Printf("%s：读 %d 行 = 新增 %d + 更新 %d + 未变 %d + 拒绝 %d（密级 %s，坐标系 EPSG:%d）\n",
		r.File, r.Read, r.Accepted, r.Updated, r.Unchanged, r.Rejected, r.Classification, r.CRS)
	if r.Table != nil {
		fmt.Printf("  编码 %s，分隔符 %q\n", r.Table.Encoding, r.Table.Delimiter)
	}
	if len(r.Unused) > 0 {
		fmt.Printf("  未用的列：%v\n", r.Unused)
	}
	if r.Findings > 0 {
		fmt.Printf("  重名提示 %d 处\n", r.Findings)
	}
	for i, x := range r.Rejections {
		if i == 10 {
			fmt.Printf("  …… 其余见 %s\n", r.RejectedFile)
			break
		}
		fmt.Printf("  第 %d 行 %s %q：%s\n", x.Row, x.Column, x.Value, x.Reason)
	}
	if r.RejectedFile != "" {
		fmt.Printf("  被拒绝的行写在 %s，改正后可再导入\n", r.RejectedFile)
	}
	for _, note := range r.Notes {
		fmt.Println("  " + note)
	}
	if r.DryRun {
		fmt.Println("  试运行：什么都没有保存")
	}
}
