package tiles

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/maypok86/otter/v2"
)

// An Encoding is how a tile's body is packed on its way, by the name that HTTP
// has for it (RFC 9110, 8.4.1; RFC 7932; RFC 8878).
type Encoding string

// A tile is kept in Gzip, as PMTiles and MBTiles hold it; Zstd and Brotli are
// made from that when somebody asks for them.
const (
	Identity Encoding = "identity"
	Gzip     Encoding = "gzip"
	Zstd     Encoding = "zstd"
	Brotli   Encoding = "br"
)

// Encodings are those that a tile is to be had in, the best to send first.
var Encodings = []Encoding{Brotli, Zstd, Gzip, Identity}

// brotliLevel packs a tile in the time that making it takes; the levels above
// take several times as long for a few bytes in a hundred.
const brotliLevel = 4

// An encodedKey names a body by what is in it, so that none is ever stale.
type encodedKey struct {
	etag     string
	encoding Encoding
}

// Encoded is the body of a tile in an encoding, packed once and kept for as
// long as there is room. Whoever asks while it is being packed waits for it.
func (s *Store) Encoded(ctx context.Context, t Tile, e Encoding) ([]byte, error) {
	switch {
	case t.Empty:
		return nil, nil
	case e == Gzip:
		return t.Body, nil
	case e == Identity:
		return t.Plain()
	}
	return s.encoded.Get(ctx, encodedKey{t.ETag, e}, otter.LoaderFunc[encodedKey, []byte](
		func(context.Context, encodedKey) ([]byte, error) { return recode(t, e) }))
}

// Plain is the body without compression.
func (t Tile) Plain() ([]byte, error) {
	if t.Empty {
		return nil, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(t.Body))
	if err != nil {
		return nil, fmt.Errorf("open tile: %w", err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("unpack tile: %w", err)
	}
	return plain, nil
}

// zstdWriter packs whole bodies; it may be used by many at once.
var zstdWriter = mustZstd(zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1)))

func mustZstd(w *zstd.Encoder, err error) *zstd.Encoder {
	if err != nil {
		panic(err) // an option that there is not
	}
	return w
}

func recode(t Tile, e Encoding) ([]byte, error) {
	plain, err := t.Plain()
	if err != nil {
		return nil, err
	}
	switch e {
	case Zstd:
		return zstdWriter.EncodeAll(plain, nil), nil
	case Brotli:
		return squeeze(plain, func(w io.Writer) io.WriteCloser { return brotli.NewWriterLevel(w, brotliLevel) })
	}
	return nil, fmt.Errorf("pack tile: no encoding %q", e)
}

// squeeze runs a body through a compressor.
func squeeze(plain []byte, compressor func(io.Writer) io.WriteCloser) ([]byte, error) {
	var body bytes.Buffer
	w := compressor(&body)
	if _, err := w.Write(plain); err != nil {
		return nil, fmt.Errorf("compress tile: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("compress tile: %w", err)
	}
	return body.Bytes(), nil
}

// gzipWriters are kept: to make one takes longer than to pack most tiles.
var gzipWriters = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

func gzipped(plain []byte) ([]byte, error) {
	w := gzipWriters.Get().(*gzip.Writer)
	defer gzipWriters.Put(w)
	return squeeze(plain, func(body io.Writer) io.WriteCloser {
		w.Reset(body)
		return w
	})
}
