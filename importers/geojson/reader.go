package geojson

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
)

// A Reader reads the features of one collection.
type Reader struct {
	s       *scanner
	started bool
	crs     int
}

// NewReader reads a FeatureCollection from r. What stands before its
// features is read at once; CRS then says what it declares.
func NewReader(r io.Reader) (*Reader, error) {
	c := &Reader{s: newScanner(r)}
	if _, err := c.s.expect("{"); err != nil {
		return nil, notCollection(err)
	}
	for {
		name, err := c.member()
		if err != nil {
			return nil, notCollection(err)
		}
		if name == "features" {
			if _, err := c.s.expect("["); err != nil {
				return nil, notCollection(err)
			}
			return c, nil
		}
		if err := c.header(name); err != nil {
			return nil, err
		}
	}
}

func notCollection(err error) error {
	return fmt.Errorf("不是 GeoJSON FeatureCollection / not a GeoJSON FeatureCollection: %w", err)
}

// member reads a member's name and the colon behind it.
func (c *Reader) member() (string, error) {
	if _, err := c.s.expect(`"`); err != nil {
		return "", err
	}
	var name []byte
	for {
		b, err := c.s.next()
		if err != nil {
			return "", err
		}
		if b == '"' {
			break
		}
		if name = append(name, b); len(name) > 1000 {
			return "", errors.New("a member name of more than 1000 bytes")
		}
	}
	_, err := c.s.expect(":")
	return string(name), err
}

// header reads a member that stands before the features.
func (c *Reader) header(name string) error {
	value, err := c.s.value()
	if err != nil {
		return notCollection(err)
	}
	switch name {
	case "type":
		if string(value) != `"FeatureCollection"` {
			return notCollection(fmt.Errorf("type %s", value))
		}
	case "crs":
		if c.crs, err = epsg(value); err != nil {
			return err
		}
	}
	if sep, err := c.s.expect(",}"); err != nil {
		return notCollection(err)
	} else if sep == '}' {
		return notCollection(errors.New("no features"))
	}
	return nil
}

// CRS is the EPSG code that the collection declares in the manner of GeoJSON
// 2008, or 0.
func (c *Reader) CRS() int { return c.crs }

var epsgName = regexp.MustCompile(`EPSG:(?:[0-9.]*:)?([0-9]+)$`)

func epsg(value []byte) (int, error) {
	if string(value) == "null" {
		return 0, nil
	}
	var crs struct {
		Properties struct{ Name string }
	}
	if err := json.Unmarshal(value, &crs); err != nil {
		return 0, fmt.Errorf("read crs member: %w", err)
	}
	name := crs.Properties.Name
	if name == "urn:ogc:def:crs:OGC:1.3:CRS84" || name == "urn:ogc:def:crs:OGC::CRS84" {
		return 4326, nil
	}
	m := epsgName.FindStringSubmatch(name)
	if m == nil {
		return 0, fmt.Errorf("坐标系 %q 不认识，请用 --crs 指明 / reference system %q is not known: name it with --crs", name, name)
	}
	return strconv.Atoi(m[1])
}

// Offset is how many bytes of the file have been taken in.
func (c *Reader) Offset() int64 { return c.s.offset }

// Read returns the next feature, or io.EOF behind the last one. A file that
// ends early or goes on in disorder is an error; a feature that cannot be
// read is a Feature with a Fault.
func (c *Reader) Read() (Feature, error) {
	b, err := c.s.token()
	if err != nil {
		return Feature{}, c.broken(err)
	}
	switch {
	case b == ']':
		return Feature{}, io.EOF
	case c.started && b != ',':
		return Feature{}, c.broken(fmt.Errorf("%q stands between two features", b))
	case !c.started:
		c.s.back()
		c.started = true
	}
	at := c.s.offset
	value, err := c.s.value()
	if errors.Is(err, ErrTooLarge) {
		return Feature{Offset: at, Fault: &Fault{Reason: err.Error()}}, nil
	}
	if err != nil {
		return Feature{}, c.broken(err)
	}
	return parse(at, value), nil
}

func (c *Reader) broken(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("文件在第 %d 字节处中断 / the file breaks off at byte %d: %w", c.s.offset, c.s.offset, err)
	}
	return fmt.Errorf("第 %d 字节处不成 JSON / no JSON at byte %d: %w", c.s.offset, c.s.offset, err)
}
