package main

import (
	"archive/tar"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5"

	"diming/api"
	"diming/internal/blob"
	"diming/internal/ledger"
	"diming/internal/pg"
)

// A manifest is the first file of a backup.
type manifest struct {
	Program string    `json:"program"`
	At      time.Time `json:"at"`
	Schema  int       `json:"schema"`   // migration that the tables stand at
	HeadSeq int64     `json:"head_seq"` // of the ledger, sealed before the dump
	Head    string    `json:"head"`     // hexadecimal
}

const (
	manifestName = "manifest.json"
	dumpName     = "database.dump" // pg_dump's custom format
	blobDir      = "blobs"
	keyDir       = "keys"
	importsDir   = "imports" // files that people brought to be taken in
)

type backupCmd struct {
	File string `arg:"" help:"File to write; it must not exist." type:"path"`
}

func (backupCmd) Help() string { return "Example: diming backup 2026-11-22.diming" }

// Run writes the backup aside and gives it its name when it is whole.
func (c *backupCmd) Run(ctx context.Context, g *Globals) error {
	if _, err := os.Stat(c.File); err == nil {
		return fmt.Errorf("%s 已存在，不覆盖 / it exists and is not overwritten", c.File)
	}
	return g.within(ctx, func(r *register) error {
		dir, err := os.MkdirTemp(filepath.Dir(c.File), ".backup-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		m, err := r.snapshot(ctx, filepath.Join(dir, dumpName))
		if err != nil {
			return err
		}
		whole := filepath.Join(dir, "whole")
		if err := g.pack(whole, filepath.Join(dir, dumpName), m); err != nil {
			return err
		}
		if err := os.Rename(whole, c.File); err != nil {
			return err
		}
		if err := noteBackup(g.Data, backupNote{m.At, c.File, m.HeadSeq}); err != nil {
			return err
		}
		fmt.Printf("备份完成 / backed up to %s\nhead %d %s\n", c.File, m.HeadSeq, m.Head)
		return nil
	})
}

// A backupNote says, in the data folder, when the last backup was made.
type backupNote struct {
	At      time.Time `json:"at"`
	File    string    `json:"file"`
	HeadSeq int64     `json:"head_seq"`
}

const backupNoteName = "last-backup.json"

func noteBackup(data string, n backupNote) error {
	text, err := json.Marshal(n)
	if err == nil {
		err = os.MkdirAll(data, 0o700)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(data, backupNoteName), append(text, '\n'), 0o600)
	}
	if err != nil {
		return fmt.Errorf("note the backup: %w", err)
	}
	return nil
}

func lastBackup(data string) (backupNote, error) {
	var n backupNote
	text, err := os.ReadFile(filepath.Join(data, backupNoteName))
	if err == nil {
		err = json.Unmarshal(text, &n)
	}
	return n, err
}

// snapshot seals and dumps the database.
func (r *register) snapshot(ctx context.Context, file string) (manifest, error) {
	m := manifest{Program: "diming " + api.Version, At: time.Now().UTC()}
	if err := ledger.SealAll(ctx, r.pool); err != nil {
		return m, err
	}
	head, err := ledger.ReadHead(ctx, r.pool)
	if err != nil {
		return m, err
	}
	m.HeadSeq, m.Head = head.Seq, hex.EncodeToString(head.Hash)
	if m.Schema, err = pg.Version(ctx, r.pool); err != nil {
		return m, err
	}
	return m, r.tool(ctx, "pg_dump", "--format=custom", "--file="+file)
}

func (g *Globals) pack(whole, dump string, m manifest) error {
	f, err := os.OpenFile(whole, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	t := tar.NewWriter(f)
	text, err := json.MarshalIndent(m, "", "  ")
	if err == nil {
		err = t.WriteHeader(&tar.Header{Name: manifestName, Mode: 0o600, Size: int64(len(text)), ModTime: m.At})
	}
	if err == nil {
		_, err = t.Write(text)
	}
	if err == nil {
		err = addFile(t, dump, dumpName)
	}
	for _, dir := range []string{blobDir, keyDir, importsDir} {
		if err == nil {
			err = addFolder(t, filepath.Join(g.Data, dir), dir)
		}
	}
	return errors.Join(err, t.Close(), f.Sync(), f.Close())
}

func addFile(t *tar.Writer, path, name string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if err := t.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: info.Size(), ModTime: info.ModTime()}); err != nil {
		return err
	}
	_, err = io.Copy(t, f)
	return err
}

func addFolder(t *tar.Writer, dir, name string) error {
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		below, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		return addFile(t, path, filepath.ToSlash(filepath.Join(name, below)))
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

type restoreCmd struct {
	File string `arg:"" help:"Backup to restore." type:"existingfile"`
}

func (restoreCmd) Help() string {
	return "The register must be empty. Example: DIMING_DATA=/srv/diming diming restore 2026-11-22.diming"
}

// Run restores into an empty register and verifies the ledger against the
// head that the backup names.
func (c *restoreCmd) Run(ctx context.Context, g *Globals) error {
	dir, err := os.MkdirTemp("", "diming-restore-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	return g.with(ctx, func(r *register) error {
		if err := r.mustBeEmpty(ctx); err != nil {
			return err
		}
		m, err := unpack(c.File, dir)
		if err != nil {
			return err
		}
		if m.Schema > pg.Latest() {
			return fmt.Errorf("备份的表结构（%d）比本程序（%d）新，请先升级 / the backup is of a newer version", m.Schema, pg.Latest())
		}
		if err := r.replace(ctx, filepath.Join(dir, dumpName)); err != nil {
			return err
		}
		if err := g.putBack(dir); err != nil {
			return err
		}
		return r.verifyRestored(ctx, m)
	})
}

func (r *register) mustBeEmpty(ctx context.Context) error {
	var entries int64
	if err := r.pool.QueryRow(ctx, `SELECT count(*) FROM ledger_entry`).Scan(&entries); err != nil {
		return err
	}
	if entries > 0 {
		return fmt.Errorf("登记不是空的（账本有 %d 条），不能恢复到其上：请用新的 DIMING_DATA 或空数据库 / the register is not empty", entries)
	}
	return nil
}

// replace puts the dump's tables in the place of the empty ones, whole or not
// at all.
func (r *register) replace(ctx context.Context, dump string) error {
	if _, err := os.Stat(dump); err != nil {
		return fmt.Errorf("备份不完整：没有 %s / the backup is incomplete", dumpName)
	}
	r.pool.Reset() // connections know the geometry types that are about to be replaced
	if err := r.tool(ctx, "pg_restore", "--clean", "--if-exists", "--single-transaction", "--exit-on-error", dump); err != nil {
		return err
	}
	r.pool.Reset()
	if err := r.prepare(ctx); err != nil {
		return err
	}
	return r.rebase(ctx)
}

// rebase lets entries be sealed that were not when the dump was made.
func (r *register) rebase(ctx context.Context) error {
	owner, err := pg.Owner(ctx, r.adminURL)
	if err != nil {
		return err
	}
	defer owner.Close(ctx)
	return pgx.BeginFunc(ctx, owner, func(tx pgx.Tx) error { return ledger.Rebase(ctx, tx) })
}

func (r *register) verifyRestored(ctx context.Context, m manifest) error {
	if err := ledger.SealAll(ctx, r.pool); err != nil {
		return err
	}
	head, err := hex.DecodeString(m.Head)
	if err != nil || len(head) == 0 {
		head = nil
	}
	v, err := ledger.Verify(ctx, r.pool, head)
	if err != nil {
		return fmt.Errorf("恢复后账本不成立 / the restored ledger does not hold: %w", err)
	}
	fmt.Printf("恢复完成，账本成立 / restored, and the ledger holds: %d entries\nhead %d %x\n", v.Sealed, v.Head.Seq, v.Head.Hash)
	return nil
}

// unpack writes a backup's files under dir. It refuses a name that leads out
// of it.
func unpack(file, dir string) (manifest, error) {
	var m manifest
	f, err := os.Open(file)
	if err != nil {
		return m, err
	}
	defer f.Close()
	t := tar.NewReader(f)
	for {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return m, fmt.Errorf("%s 不是完整的备份 / not a whole backup: %w", file, err)
		}
		if !filepath.IsLocal(h.Name) || h.Typeflag != tar.TypeReg {
			return m, fmt.Errorf("备份内的文件名 %q 不可接受 / a name in the backup leads outside", h.Name)
		}
		if err := unpackFile(t, filepath.Join(dir, h.Name)); err != nil {
			return m, err
		}
	}
	text, err := os.ReadFile(filepath.Join(dir, manifestName))
	if err != nil {
		return m, fmt.Errorf("%s 不是 diming 的备份 / not a backup of diming", file)
	}
	return m, json.Unmarshal(text, &m)
}

func unpackFile(r io.Reader, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Close())
}

// putBack puts documents, keys and files that wait to be imported into the data folder; each document is
// checked against its name.
func (g *Globals) putBack(dir string) error {
	from, to := blob.Store{Dir: filepath.Join(dir, blobDir)}, blob.Store{Dir: filepath.Join(g.Data, blobDir)}
	err := from.Each(func(d blob.Digest, _ int64) error {
		if err := from.Verify(d); err != nil {
			return err
		}
		content, err := from.Open(d)
		if err != nil {
			return err
		}
		defer content.Close()
		_, _, err = to.Put(content)
		return err
	})
	if err != nil {
		return err
	}
	for _, name := range []string{keyDir, importsDir} {
		kept := filepath.Join(dir, name)
		if _, err := os.Stat(kept); err != nil {
			continue // none were kept
		}
		if err := os.CopyFS(filepath.Join(g.Data, name), os.DirFS(kept)); err != nil {
			return err
		}
	}
	return nil
}
