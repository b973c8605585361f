package importers

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"diming/importers/coordinate"
	"diming/importers/ogr"
	"diming/importers/zipfile"
)

// A bundle is the parts of one file of a geographic format, by their endings.
type bundle struct {
	title string
	parts map[string]part
}

// A part is a file of ours or an entry of an archive. Neither name is used
// as a path: the part is put where we say.
type part struct {
	path  string
	entry zipfile.Entry
	in    bool // it is the entry
}

func (p part) open() (io.ReadCloser, error) {
	if p.in {
		return p.entry.Open()
	}
	return os.Open(p.path)
}

// put brings the part to a path: unpacked, or by a link.
func (p part) put(path string) error {
	if !p.in {
		from, err := filepath.Abs(p.path)
		if err != nil {
			return err
		}
		return os.Symlink(from, path)
	}
	in, err := p.entry.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// companions are the endings that belong to a file, its own first.
var companions = map[string][]string{
	ogr.Shapefile.Name: {"shp", "shx", "dbf", "prj", "cpg"},
	ogr.DBF.Name:       {"dbf", "cpg"},
	ogr.TAB.Name:       {"tab", "dat", "map", "id", "ind"},
	ogr.MIF.Name:       {"mif", "mid"},
}

// Errors of files that lack a part.
var (
	errNoDBF  = errors.New("缺少属性表 (.dbf)，没有名称和代码；请把 .shp、.shx、.dbf、.prj 一起压缩成 ZIP / the .dbf is missing: pack .shp, .shx, .dbf and .prj together as ZIP")
	errLinked = errors.New("文件中只有网络链接，没有数据；链接不会被访问，请在原软件中另存全部内容 / the file holds network links and no data: they are not followed, save what they lead to")
	errNoDAT  = errors.New("缺少同名的 .dat 或 .mid，没有名称和代码；请把各文件一起压缩成 ZIP / the .dat or .mid is missing: pack the files together as ZIP")
)

// beside gathers a file with its companions in the same folder.
func beside(path, title string, format ogr.Format) (bundle, error) {
	b := bundle{strings.TrimSuffix(title, filepath.Ext(title)), map[string]part{}}
	endings := companions[format.Name]
	if len(endings) == 0 {
		b.parts[""] = part{path: path}
		return b, nil
	}
	folder, base := filepath.Split(path)
	stem := strings.TrimSuffix(base, filepath.Ext(base))
	others, err := os.ReadDir(cmp.Or(folder, "."))
	if err != nil {
		return b, err
	}
	for _, other := range others {
		ext := filepath.Ext(other.Name())
		ending := strings.ToLower(strings.TrimPrefix(ext, "."))
		if strings.EqualFold(strings.TrimSuffix(other.Name(), ext), stem) && slices.Contains(endings, ending) && other.Type().IsRegular() {
			b.parts[ending] = part{path: filepath.Join(folder, other.Name())}
		}
	}
	b.parts[endings[0]] = part{path: path}
	return b, nil
}

// openGeoFile reads a file of a geographic format with what lies beside it.
// The digest is that of all of them.
func (in *input) openGeoFile(ctx context.Context, o Options, format ogr.Format) error {
	b, err := beside(o.File, o.Name, format)
	if err != nil {
		return err
	}
	if len(b.parts) > 1 {
		sum := digest{}
		for _, ending := range slices.Sorted(maps.Keys(b.parts)) {
			if err := sum.addFile(ending, b.parts[ending].path); err != nil {
				return err
			}
		}
		in.sha256 = sum.sum()
	}
	return in.openGeo(ctx, o, format, []bundle{b})
}

// addFile adds the digest of a file under a name.
func (d *digest) addFile(name, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return err
	}
	d.add(name, string(sum.Sum(nil)))
	return nil
}

// openGeo prepares the layers of a geographic format.
func (in *input) openGeo(ctx context.Context, o Options, format ogr.Format, bundles []bundle) error {
	in.format = format.Name
	data, err := o.GDAL.Stage(format)
	if err != nil {
		return err
	}
	in.closers = append(in.closers, data.Close)
	for _, b := range bundles {
		if err := in.stage(data, b, o); err != nil {
			return err
		}
	}
	layers, messages, err := data.Layers(ctx)
	if err != nil && in.linked {
		return fmt.Errorf("%w (%w)", errLinked, err)
	}
	if err != nil {
		return err
	}
	in.say(messages)
	return in.chooseLayer(ctx, o, data, layers)
}

// say passes on what GDAL said.
func (in *input) say(messages []string) {
	for _, m := range messages {
		in.note("GDAL：%s", m)
	}
}

// stage puts the parts of a bundle where GDAL finds them.
func (in *input) stage(data *ogr.Dataset, b bundle, o Options) error {
	place, file, err := data.Add(b.title)
	if err != nil {
		return err
	}
	if data.Format == ogr.FileGDB {
		if err := os.Mkdir(place("gdb"), 0o700); err != nil {
			return err
		}
	}
	for ending, p := range b.parts {
		path := place(ending)
		switch {
		case ending == "cpg":
			continue // what it says is judged here
		case ending == "":
			path = place(data.Format.Ending)
		case data.Format == ogr.FileGDB:
			path = filepath.Join(place("gdb"), ending) // one of the names that gdbFile admits
		}
		if err := p.put(path); err != nil {
			return fmt.Errorf("%s: %w", b.title, err)
		}
	}
	_, table := b.parts["dbf"]
	switch data.Format {
	case ogr.Shapefile:
		if !table {
			return errNoDBF
		}
		if _, index := b.parts["shx"]; !index {
			file.Config = append(file.Config, "SHAPE_RESTORE_SHX=YES")
			in.note("“%s”缺少索引 (.shx)，已按 .shp 重建 / the .shx is missing and was restored from the .shp", b.title)
		}
	case ogr.TAB, ogr.MIF:
		_, dat := b.parts["dat"]
		if _, mid := b.parts["mid"]; !dat && !mid && !table {
			return errNoDAT
		}
	case ogr.DBF:
		in.note("“%s”只有属性表 (.dbf)，没有图形 / a .dbf alone: attributes without shapes", b.title)
	case ogr.KML, ogr.KMZ:
		return in.links(b.parts[""])
	}
	if table {
		return in.encodingOf(b, file, o)
	}
	return nil
}

// encodingOf tells the encoding of a .dbf and has GDAL use it.
func (in *input) encodingOf(b bundle, file *ogr.File, o Options) error {
	cpg := ""
	if p, there := b.parts["cpg"]; there {
		text, err := p.open()
		if err != nil {
			return err
		}
		defer text.Close()
		head, err := io.ReadAll(io.LimitReader(text, 100))
		if err != nil {
			return err
		}
		cpg = string(head)
	}
	name := o.Encoding
	if name == "" {
		dbf, err := b.parts["dbf"].open()
		if err != nil {
			return err
		}
		defer dbf.Close()
		e, err := ogr.DBFEncoding(bufio.NewReaderSize(dbf, 1<<16), cpg)
		if err != nil {
			return err
		}
		if e.Note != "" {
			in.note("“%s”：%s", b.title, e.Note)
		}
		in.encoding, name = e.Name, string(e.Name)
		in.asTable = &Table{Encoding: e.Name, Evidence: e.Evidence}
	}
	file.Options = append(file.Options, "ENCODING="+name)
	return nil
}

// links says that a KML refers to data elsewhere, which nobody fetches.
func (in *input) links(p part) error {
	text, err := p.open()
	if err != nil {
		return err
	}
	defer text.Close()
	r := bufio.NewReaderSize(text, 1<<16)
	n := 0
	for {
		tag, err := r.ReadSlice('>')
		if at := bytes.LastIndexByte(tag, '<'); at >= 0 {
			name := tag[at+1:]
			if i := bytes.IndexByte(name, ':'); i >= 0 && i < 10 {
				name = name[i+1:]
			}
			if bytes.HasPrefix(name, []byte("NetworkLink>")) || bytes.HasPrefix(name, []byte("NetworkLink ")) {
				n++
			}
		}
		if err == io.EOF {
			break
		}
		if err != nil && err != bufio.ErrBufferFull {
			return err
		}
	}
	if n > 0 {
		in.linked = true
		in.note("文件中有 %d 处网络链接，没有访问；其中的内容不在本次导入之内 / network links were not followed: what they lead to is not in this import", n)
	}
	return nil
}

// chooseLayer settles the layer and how it is read, which happens once.
func (in *input) chooseLayer(ctx context.Context, o Options, data *ogr.Dataset, layers []ogr.Layer) error {
	known := o.knower()
	byName := map[string]ogr.Layer{}
	systems := map[int]bool{}
	for _, l := range layers {
		names := make([]string, len(l.Fields))
		for i, f := range l.Fields {
			names[i] = f.Name
		}
		if _, taken := byName[l.Name]; !taken {
			byName[l.Name] = l
		}
		systems[l.EPSG] = true
		in.layers = append(in.layers, Layer{Name: l.Name, Rows: l.Count, Geometry: l.Geometry, CRS: l.EPSG, Known: known(names...)})
	}
	if len(layers) == 0 {
		return fmt.Errorf("文件中没有图层 / the file holds no layer: %w", ogr.ErrFailed)
	}
	if err := in.choose(o, func(Layer) bool { return true }); err != nil {
		return err
	}
	if len(systems) > 1 {
		in.note("各图层的坐标系不同，按“%s”自己的读取 / the layers differ in their reference systems", in.layer)
	}
	layer := byName[in.layer]
	in.judge(layer, o)
	limit := 0
	if o.sampling {
		limit = inspectRows
	}
	var converted *ogr.Features
	in.features = func() (features, error) {
		if converted == nil {
			var err error
			if converted, err = data.Read(ctx, layer, limit); err != nil {
				return nil, err
			}
			in.closers = append(in.closers, converted.Close)
			in.total = converted.Size
			in.say(converted.Messages)
		}
		return converted.Rewind()
	}
	return nil
}

// judge says what is to be known of a layer's shapes, and what stands in the
// way of placing them.
func (in *input) judge(l ogr.Layer, o Options) {
	if l.Curved() {
		in.note("图层含有曲线，已按折线读取 / the layer holds curves, which were read as lines of many points")
	}
	if l.EPSG == 0 {
		in.system = coordinate.SystemIn(l.CRSName)
	}
	inDegrees := l.Extent[0] >= -180 && l.Extent[2] <= 180 && l.Extent[1] >= -90 && l.Extent[3] <= 90
	switch {
	case l.EPSG != 0:
		in.crsBasis = fmt.Sprintf("文件声明 %s / the file declares it", l.CRSName)
	case o.CRS != 0:
	case l.CRSName != "":
		in.crsLacking = fmt.Errorf("文件的坐标系“%s”没有 EPSG 代码，请用 --crs 指明 / the file's reference system %q has no EPSG code: name it with --crs", l.CRSName, l.CRSName)
	case l.HasExtent && !inDegrees:
		in.crsLacking = fmt.Errorf("文件没有说明坐标系（.prj），坐标不是经纬度，请用 --crs 指明 / the file does not say its reference system, and its coordinates are no degrees: name it with --crs")
	case l.HasExtent:
		in.note("文件没有说明坐标系，按 CGCS2000 经纬度（EPSG:4490）读取 / the file does not say its reference system: read as CGCS2000 degrees")
	}
}
