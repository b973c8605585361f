package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/google/uuid"

	"diming/boundaries/fieldsync"
	"diming/boundaries/inspection"
	"diming/internal/blob"
	"diming/internal/ledger"
)

type verifyInspectionCmd struct {
	File string `arg:"" type:"existingfile" help:"Task file."`
	Key  string `help:"Public key of the server that wrote it, as its people told it (diming task-file key)."`
	Scan string `type:"existingfile" help:"Scan of a sheet signed in ink and sealed, to be held to the one that was filed."`
	JSON bool   `name:"json" help:"Print JSON."`
}

func (verifyInspectionCmd) Help() string {
	return "Needs no register and no network. Example: diming verify inspection 任务.zip --key 9DYV… --scan 盖章扫描件.pdf"
}

var (
	errTaskFile = errors.New("任务文件不成立 / the task file does not hold")
	errScan     = errors.New("扫描件未通过核对 / the scan does not hold")
)

// Run says what in a task file is not as its server and signers wrote it.
func (c *verifyInspectionCmd) Run(ctx context.Context) error {
	report, err := verifyTaskFile(ctx, c.File, c.Key)
	if err != nil {
		return err
	}
	held, err := holdScan(report, c.Scan)
	if err != nil {
		return err
	}
	if c.JSON {
		err = printJSON(map[string]any{"scan": held, "task": report.Task, "server": report.Server, "key": report.Key, "pinned": report.Pinned, "records": report.Records,
			"files": report.Files, "state": report.Standing.State, "sheet": report.Standing.Sheet, "broken": report.Broken, "not_arrived": report.Unfilled})
	} else {
		printTaskFile(report)
		held.print()
	}
	switch {
	case err == nil && len(report.Broken) > 0:
		err = errTaskFile
	case err == nil && held != nil && held.Why != nil:
		err = errScan
	}
	return err
}

// A heldScan is a scan as a task file answers for it.
type heldScan struct {
	SHA256 string              `json:"sha256"`
	Sheet  string              `json:"sheet,omitempty"` // digest of the sheet that it is the scan of
	Why    *inspection.Finding `json:"why,omitempty"`   // it is none
}

// holdScan holds the scan at a path to a task file; nil where none was given.
func holdScan(r inspection.Report, path string) (*heldScan, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return nil, err
	}
	held := heldScan{SHA256: hex.EncodeToString(sum.Sum(nil))}
	held.Sheet, held.Why = r.HoldScan(held.SHA256)
	return &held, nil
}

func (h *heldScan) print() {
	switch {
	case h == nil:
	case h.Why != nil:
		fmt.Printf("扫描件 / scan\t%s\t%s / %s\n", h.SHA256, h.Why.ZH, h.Why.EN)
	default:
		fmt.Printf("扫描件成立，是这份清单归档的盖章件 / the scan is the sealed one filed for this sheet: %s\n", h.Sheet)
	}
}

func verifyTaskFile(ctx context.Context, path, key string) (inspection.Report, error) {
	f, err := os.Open(path)
	if err != nil {
		return inspection.Report{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return inspection.Report{}, err
	}
	return inspection.VerifyFile(ctx, f, info.Size(), key)
}

func printTaskFile(r inspection.Report) {
	for _, f := range r.Broken {
		fmt.Printf("不成立 / broken\t%s\t%s / %s\n", f.Member, f.ZH, f.EN)
	}
	for _, f := range r.Unfilled {
		fmt.Printf("未到达 / not arrived\t%s\n", f.Member)
	}
	if len(r.Broken) == 0 {
		fmt.Printf("任务文件成立 / the task file holds: %d records, %d files\n", r.Records, r.Files)
	}
	fmt.Printf("任务 / task %s\n服务器 / server %s\n公钥 / key %s\n", r.Task, r.Server, r.Key)
	if !r.Pinned {
		fmt.Println("未给出 --key：请向对方核对上面的公钥 / no --key was given: compare the key above with the one that its people tell you")
	}
	fmt.Printf("签署 / signed: %s\n", r.Standing.State)
	for _, s := range r.Standing.Sheets {
		words, err := inspection.FourWords(s.Sheet)
		if err == nil {
			fmt.Printf("  %s\t%v\t%s\t%d\n", s.Sheet, words, s.State, s.Count)
		}
		for _, why := range s.Reasons {
			fmt.Printf("    %s / %s\n", why.ZH, why.EN)
		}
	}
}

type taskFileCmd struct {
	Key   taskFileKeyCmd   `cmd:"" help:"Print this server's public key, to be told to the other side. Example: diming task-file key"`
	Write taskFileWriteCmd `cmd:"" help:"Write a task with its records, photos and signatures. Example: diming task-file write TASK --out 任务.zip"`
	Take  taskFileTakeCmd  `cmd:"" help:"Take in the other side's file. Example: diming task-file take 任务.zip --key 9DYV…"`
}

func (g *Globals) fieldWork(r *register) *fieldsync.Store {
	return &fieldsync.Store{DB: r.pool, Tasks: fieldsync.Land{}, Files: blob.Store{Dir: filepath.Join(g.Data, blobDir)}}
}

type taskFileKeyCmd struct{}

// Run prints the key.
func (c *taskFileKeyCmd) Run(ctx context.Context, g *Globals) error {
	return g.within(ctx, func(r *register) error {
		me, err := g.fieldWork(r).Identity(ctx)
		if err == nil {
			fmt.Println(me.Key())
		}
		return err
	})
}

type taskFileWriteCmd struct {
	Task uuid.UUID `arg:"" help:"Id of the task."`
	Out  string    `required:"" type:"path" help:"File to write; it must not be there yet."`
}

// Run writes the file; half a file is not left behind.
func (c *taskFileWriteCmd) Run(ctx context.Context, g *Globals) error {
	return g.within(ctx, func(r *register) error {
		f, err := os.OpenFile(c.Out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		written, err := g.fieldWork(r).WriteTaskFile(ctx, f, c.Task)
		if err == nil && !written {
			err = fmt.Errorf("任务 %s 还没有外业记录 / nothing was recorded for this task yet", c.Task)
		}
		if err = errors.Join(err, f.Close()); err != nil {
			return errors.Join(err, os.Remove(c.Out))
		}
		return nil
	})
}

type taskFileTakeCmd struct {
	File string `arg:"" type:"existingfile" help:"Task file of the other side."`
	Key  string `required:"" help:"Public key of the other side's server, as its people told it."`
}

// Run verifies the file under the key and takes it in.
func (c *taskFileTakeCmd) Run(ctx context.Context, g *Globals) error {
	report, err := verifyTaskFile(ctx, c.File, c.Key)
	if err != nil {
		return err
	}
	if len(report.Broken) > 0 {
		printTaskFile(report)
		return errTaskFile
	}
	return g.within(ctx, func(r *register) error {
		in, err := g.fieldWork(r).TakeTask(ctx, ledger.Console, report)
		if err != nil {
			return err
		}
		for _, f := range in.Conflicts {
			fmt.Printf("未接收 / not taken in\t%s\t%s / %s\n", f.Member, f.ZH, f.EN)
		}
		fmt.Printf("已接收 / taken in: %d records, %d files, %d sheets, %d signatures; %d were here\n", in.Records, in.Files, in.Sheets, in.Signatures, in.Known)
		return nil
	})
}
