package tiles

import (
	"encoding/binary"
	"errors"
	"slices"
)

// Only is the tile with none but the named layers, in the order in which it has them:
// byte for byte what those layers are in it.
func (t Tile) Only(names ...string) (Tile, error) {
	plain, err := t.Plain()
	if err != nil {
		return Tile{}, err
	}
	var kept []byte
	for len(plain) > 0 {
		layer, rest, err := cutLayer(plain)
		if err != nil {
			return Tile{}, err
		}
		if slices.Contains(names, layer) {
			kept = append(kept, plain[:len(plain)-len(rest)]...)
		}
		plain = rest
	}
	return pack(kept)
}

// errNoTile says that a body is no tile of ours.
var errNoTile = errors.New("not a vector tile")

// Wire types and field numbers of Mapbox Vector Tile 2.1 as ST_AsMVT writes them:
// tile.layers, and layer.name, of which both are counted strings of bytes.
const (
	counted  = 2
	layersOn = 3<<3 | counted
	nameOn   = 1<<3 | counted
)

// cutLayer gives the name of the first layer of a tile, and what follows the layer.
func cutLayer(plain []byte) (name string, rest []byte, err error) {
	key, layer, rest, err := cutField(plain)
	if err != nil || key != layersOn {
		return "", nil, errNoTile
	}
	for len(layer) > 0 {
		var value []byte
		if key, value, layer, err = cutField(layer); err != nil {
			return "", nil, err
		}
		if key == nameOn {
			return string(value), rest, nil
		}
	}
	return "", nil, errNoTile
}

// cutField reads one field of a message of Protocol Buffers: a number or a counted
// string of bytes, whose value is then given. Nothing else is in a tile or a layer.
func cutField(message []byte) (key uint64, value, rest []byte, err error) {
	key, n := binary.Uvarint(message)
	if n <= 0 {
		return 0, nil, nil, errNoTile
	}
	size, m := binary.Uvarint(message[n:])
	if m <= 0 {
		return 0, nil, nil, errNoTile
	}
	rest = message[n+m:]
	switch key & 7 {
	case 0:
		return key, nil, rest, nil
	case counted:
		if size <= uint64(len(rest)) {
			return key, rest[:size], rest[size:], nil
		}
	}
	return 0, nil, nil, errNoTile
}
