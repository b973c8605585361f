package document

import (
	"io"
	"math/bits"
	"strings"
)

// Elements of Matroska (RFC 9559) that a recording is told by.
const (
	ebmlHead  = 0x1a45dfa3
	docType   = 0x4282
	segment   = 0x18538067
	cluster   = 0x1f43b675
	tracks    = 0x1654ae6b
	trackItem = 0xae
	trackType = 0x83
)

// webm wants a head that says webm, and tracks of sound and none of pictures
// before the first cluster. Recorders that stream leave the length of the
// segment open.
func webm(r io.ReaderAt, size int64) (Kind, other, error) {
	var (
		said          string
		sounds, films int
		sound         bool // a cluster of it follows
	)
	var walk func(from, to int64) error
	walk = func(from, to int64) error {
		for n := 0; from < to && n < maxBoxes; n++ {
			id, content, end, err := element(r, from, to)
			if err != nil || id == 0 {
				return err
			}
			switch id {
			case docType:
				b, err := span(r, size, content, int(min(end-content, 16)))
				if said = string(b); err != nil {
					return err
				}
			case trackType:
				b, err := span(r, size, content, 1)
				if err != nil || len(b) < 1 {
					return err
				}
				if b[0] == 2 {
					sounds++
				} else if b[0] == 1 {
					films++
				}
			case cluster:
				sound = true
				return nil
			case ebmlHead, segment, tracks, trackItem:
				if err := walk(content, end); err != nil || sound {
					return err
				}
			}
			from = end
		}
		return nil
	}
	switch err := walk(0, size); {
	case err != nil:
		return "", other{}, err
	case films > 0 || strings.TrimRight(said, "\x00") != "webm":
		return "", video, nil
	case sounds == 0 || !sound:
		return "", broken(WEBM), nil
	}
	return WEBM, other{}, nil
}

// element reads the head of an element: its id, and where its content begins
// and ends; id 0 where there is none. An open length goes to the end.
func element(r io.ReaderAt, from, to int64) (id uint64, content, end int64, err error) {
	head, err := span(r, to, from, 12)
	if err != nil || len(head) < 2 {
		return 0, 0, 0, err
	}
	idLength := bits.LeadingZeros8(head[0]) + 1
	if idLength > 4 || len(head) <= idLength {
		return 0, 0, 0, nil
	}
	for _, b := range head[:idLength] {
		id = id<<8 | uint64(b)
	}
	first := head[idLength]
	length := bits.LeadingZeros8(first) + 1
	if length > 8 || len(head) < idLength+length {
		return 0, 0, 0, nil
	}
	value, open := uint64(first)&(0xff>>length), uint64(0xff>>length)
	for _, b := range head[idLength+1 : idLength+length] {
		value, open = value<<8|uint64(b), open<<8|0xff
	}
	content = from + int64(idLength+length)
	switch {
	case value == open:
		return id, content, to, nil
	case content > to || value > uint64(to-content):
		return 0, 0, 0, nil
	}
	return id, content, content + int64(value), nil
}
