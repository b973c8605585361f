package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"diming/internal/pmtiles"
	"diming/internal/version"
	"diming/tiles"
	"diming/tiles/delta"
)

// A packOnDisk is a pack that is open.
type packOnDisk struct {
	*os.File
	size    int64
	archive *pmtiles.Archive
	about   tiles.ArchiveAbout
}

func openPack(path string) (*packOnDisk, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	p := &packOnDisk{File: file}
	if err := p.read(); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), file.Close())
	}
	return p, nil
}

func (p *packOnDisk) read() error {
	info, err := p.Stat()
	if err != nil {
		return err
	}
	p.size = info.Size()
	if p.archive, err = pmtiles.Open(p.File, p.size); err != nil {
		return err
	}
	return p.archive.Metadata(&p.about)
}

func (p *packOnDisk) digest() (string, error) { return delta.Digest(p.File, p.size) }

type tilesDeltaCmd struct {
	Since string `required:"" type:"existingfile" help:"Pack of then, as diming tiles pack or apply made it."`
	To    string `type:"existingfile" help:"Pack of later, to be compared with it; the register as it is now if absent."`
	Out   string `short:"o" required:"" type:"path" help:"File to make; it must not exist."`
	AsOf  string `name:"as-of" help:"Date of which the content is; today if absent."`
}

func (tilesDeltaCmd) Help() string {
	return "Applied to the pack of then, the delta gives byte for byte the pack that diming tiles pack would write now. Only tiles are made which changed since.\n" +
		"Example: diming tiles delta --since qinghu.pmtiles -o qinghu-2026-12.delta"
}

// Run writes the delta, from the register or from two packs.
func (c *tilesDeltaCmd) Run(ctx context.Context, g *Globals) error {
	base, err := openPack(c.Since)
	if err != nil {
		return deltaWords(err)
	}
	defer base.Close()
	digest, err := base.digest()
	if err != nil {
		return err
	}
	if c.To != "" && c.AsOf != "" {
		return errors.New("--as-of 不能和 --to 一起用 / --as-of does not go with --to")
	}
	err = whole(c.Out, func(file *os.File) error {
		return g.within(ctx, func(r *register) error {
			if c.To != "" {
				return c.between(ctx, g, r, base, digest, file)
			}
			return c.sinceThen(ctx, g, r, base, digest, file)
		})
	})
	return deltaWords(err)
}

func (c *tilesDeltaCmd) sinceThen(ctx context.Context, g *Globals, r *register, base *packOnDisk, digest string, file io.Writer) error {
	day := version.Today()
	if c.AsOf != "" {
		var err error
		if day, err = readDate("--as-of", c.AsOf); err != nil {
			return err
		}
	}
	s, by, seq, err := g.currentTiles(ctx, r)
	if err != nil {
		return err
	}
	attribution, err := r.places.Boundaries.MapAttribution(ctx, day)
	if err != nil {
		return err
	}
	done, err := s.WriteDelta(ctx, tiles.Renewal{Base: base.archive, Digest: digest, AsOf: day.Time(), Attribution: attribution, Seq: seq, By: by}, file, progressOf("瓦片 tiles"))
	if err == nil {
		fmt.Printf("%s: 重做 %d / %d 块瓦片，%d 块变了，%d 块没有了 / tiles made again, changed, gone\n", c.Out, done.Made, done.All, len(done.Changed), len(done.Gone))
	}
	return err
}

func (c *tilesDeltaCmd) between(ctx context.Context, g *Globals, r *register, base *packOnDisk, digest string, file io.Writer) error {
	later, err := openPack(c.To)
	if err != nil {
		return err
	}
	defer later.Close()
	result, err := later.digest()
	if err != nil {
		return err
	}
	by, err := g.fieldWork(r).Identity(ctx)
	if err != nil {
		return err
	}
	m, err := delta.Between(base.archive, later.archive, digest, result, file, by)
	if err == nil {
		fmt.Printf("%s: %d 块瓦片变了，%d 块没有了 / tiles changed, gone\n", c.Out, len(m.Changed), len(m.Gone))
	}
	return err
}

type tilesApplyCmd struct {
	Pack  string `arg:"" type:"existingfile" help:"Pack that the delta is for; it stays as it is."`
	Delta string `arg:"" type:"existingfile" help:"What changed since."`
	Out   string `short:"o" required:"" type:"path" help:"Pack to make; it must not exist."`
	Key   string `help:"Public key of the register, as its people told it (diming task-file key); the one that the pack names if absent."`
}

func (tilesApplyCmd) Help() string {
	return "Example: diming tiles apply qinghu.pmtiles qinghu-2026-12.delta -o qinghu-new.pmtiles"
}

// Run writes the pack beside its place, and puts it there once it is what the delta
// promises.
func (c *tilesApplyCmd) Run() error {
	base, err := openPack(c.Pack)
	if err != nil {
		return deltaWords(err)
	}
	defer base.Close()
	digest, err := base.digest()
	if err != nil {
		return err
	}
	file, d, err := openDelta(c.Delta)
	if err != nil {
		return deltaWords(err)
	}
	defer file.Close()
	if err := whole(c.Out, func(out *os.File) error { return d.Apply(base.archive, digest, c.Key, out) }); err != nil {
		return deltaWords(err)
	}
	fmt.Printf("%s: %d 块瓦片换新，%d 块去掉，到账本第 %d 条 / tiles renewed, gone, up to that entry of the ledger\n", c.Out, len(d.Changed), len(d.Gone), d.ToSeq)
	return nil
}

func openDelta(path string) (*os.File, *delta.Delta, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	info, err := file.Stat()
	if err != nil {
		return nil, nil, errors.Join(err, file.Close())
	}
	d, err := delta.Read(file, info.Size())
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("%s: %w", path, err), file.Close())
	}
	return file, d, nil
}

type tilesVerifyCmd struct {
	File string `arg:"" type:"existingfile" help:"Pack or delta."`
	Key  string `help:"Public key of the register, as its people told it (diming task-file key)."`
	JSON bool   `name:"json" help:"Print JSON."`
}

func (tilesVerifyCmd) Help() string {
	return "A delta is held to its signature, a pack is read tile by tile. Example: diming tiles verify qinghu.pmtiles"
}

// A verified is what a file is, as it is printed.
type verified struct {
	Kind    string `json:"kind"` // pack or delta
	SHA256  string `json:"sha256"`
	Set     string `json:"set"`
	Title   string `json:"title,omitempty"`
	Day     string `json:"day,omitempty"`
	Seq     int64  `json:"seq"`
	Key     string `json:"key,omitempty"`
	Tiles   int    `json:"tiles"`
	Gone    int    `json:"gone,omitempty"`
	Base    string `json:"base_sha256,omitempty"`
	Result  string `json:"result_sha256,omitempty"`
	FromSeq int64  `json:"from_seq,omitempty"`
}

// Run says what the file is, or why it is of no use.
func (c *tilesVerifyCmd) Run() error {
	v, err := c.verify()
	if err == nil && c.Key != "" && v.Key != c.Key {
		err = fmt.Errorf("%w: want key %q, it is %q", delta.ErrKey, c.Key, v.Key)
	}
	if err != nil {
		return deltaWords(err)
	}
	if c.JSON {
		return printJSON(v)
	}
	v.print()
	return nil
}

func (c *tilesVerifyCmd) verify() (v verified, err error) {
	pack, notPack := openPack(c.File)
	if notPack == nil {
		defer pack.Close()
		return pack.verify()
	}
	file, d, err := openDelta(c.File)
	if errors.Is(err, delta.ErrForm) {
		return v, notPack // it does not begin as a delta does
	}
	if err != nil {
		return v, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return v, err
	}
	sum, err := delta.Digest(file, info.Size())
	return verified{Kind: "delta", SHA256: sum, Set: d.Set, Seq: d.ToSeq, FromSeq: d.FromSeq, Key: d.Key, Tiles: len(d.Changed), Gone: len(d.Gone), Base: d.Base, Result: d.Result}, err
}

// verify reads every tile of the pack.
func (p *packOnDisk) verify() (v verified, err error) {
	v = verified{Kind: "pack", Set: p.about.Set, Title: p.about.Name, Day: p.about.Day, Seq: p.about.Seq, Key: p.about.Key}
	if v.SHA256, err = p.digest(); err != nil {
		return v, err
	}
	for tile, err := range p.archive.Tiles() {
		if err == nil {
			_, err = tiles.Tile{Body: tile.Body}.Plain()
		}
		if err != nil {
			return v, fmt.Errorf("%w: tile %d: %w", pmtiles.ErrArchive, tile.ID, err)
		}
		v.Tiles++
	}
	return v, nil
}

func (v verified) print() {
	if v.Kind == "delta" {
		fmt.Printf("增量包成立 / the delta holds: %d 块瓦片变了，%d 块没有了 / tiles changed, gone\n", v.Tiles, v.Gone)
		fmt.Printf("用于 / for %s\n得到 / makes %s\n账本 / ledger %d–%d\n", v.Base, v.Result, v.FromSeq, v.Seq)
	} else {
		fmt.Printf("瓦片包完整 / the pack is whole: %s, %s, %d 块瓦片 / tiles\n日期 / day %s\n账本 / ledger %d\n", v.Title, v.Set, v.Tiles, v.Day, v.Seq)
	}
	fmt.Printf("SHA-256 %s\n公钥 / key %s\n", v.SHA256, v.Key)
}

// deltaWords says in both languages why a pack or a delta is of no use, and what to do.
func deltaWords(err error) error {
	for _, known := range []struct {
		err error
		zh  string
	}{
		{delta.ErrForm, "这不是瓦片增量包：请核对文件名，或重新取一份"},
		{delta.ErrCut, "增量包没有拷全：请重新拷贝，原包没有改动"},
		{delta.ErrChanged, "增量包签名后被改动过，或不是它所说的登记机关签的：不要使用，请从登记机关重新取一份；原包没有改动"},
		{delta.ErrKey, "签名的不是这个瓦片包的登记机关：请核对公钥（diming task-file key）；对方换过服务器时，请整包重取"},
		{delta.ErrBase, "这个增量包不是给这个瓦片包的：请用它所指的那一版，或取整包；用 diming tiles verify 可看各是哪一版"},
		{delta.ErrResult, "合成的结果与登记机关所签的不同，没有写出：请用与登记机关相同版本的程序，或取整包"},
		{delta.ErrTooMuch, "变动的瓦片太多：请改用 diming tiles pack 做整包"},
		{pmtiles.ErrArchive, "瓦片包损坏、没有拷全，或不是本程序所写：请重新取一份"},
		{tiles.ErrUnknownSet, "这不是本程序所写的瓦片包：请用 diming tiles pack 做的包"},
	} {
		if errors.Is(err, known.err) {
			return fmt.Errorf("%s / %w", known.zh, err)
		}
	}
	return err
}
