package document

import (
	"encoding/binary"
	"io"
)

// video is what a film is called.
var video = other{"视频", "a video"}

// boxes looks at a file of ISO boxes: a HEIC picture, sound, or a film.
func boxes(r io.ReaderAt, size int64) (Kind, other, error) {
	head, err := span(r, size, 0, 512)
	if err != nil || len(head) < 16 {
		return "", other{"无法识别的文件", "of no kind that is known"}, err
	}
	brands := head[8:max(8, min(len(head), int(binary.BigEndian.Uint32(head))))]
	if len(brands) < 8 {
		return "", other{"无法识别的文件", "of no kind that is known"}, nil
	}
	major, heif := string(brands[:4]), false
	for i := 0; i+4 <= len(brands); i += 4 {
		switch string(brands[i : i+4]) {
		case "avif", "avis":
			return "", other{"AVIF 图片", "an AVIF picture"}, nil
		case "heic", "heix", "heim", "heis":
			heif = true
		}
	}
	if heif && major != "isom" && major != "mp42" {
		return heic(r, size)
	}
	return sound(r, size)
}

// heic wants the box that says what the picture is made of.
func heic(r io.ReaderAt, size int64) (Kind, other, error) {
	found := false
	whole, err := eachBox(r, 0, size, func(name string, _, _ int64) { found = found || name == "meta" })
	if err != nil || !whole || !found {
		return "", broken(HEIC), err
	}
	return HEIC, other{}, nil
}

// sound wants tracks of sound and none of pictures.
func sound(r io.ReaderAt, size int64) (Kind, other, error) {
	var sounds, films int
	var walk func(from, to int64, depth int) (bool, error)
	walk = func(from, to int64, depth int) (whole bool, err error) {
		whole = true
		ok, err := eachBox(r, from, to, func(name string, from, to int64) {
			switch name {
			case "moov", "trak", "mdia":
				if depth < 3 && err == nil {
					var inner bool
					inner, err = walk(from, to, depth+1)
					whole = whole && inner
				}
			case "hdlr":
				b, e := span(r, to, from, 12)
				if err = e; len(b) == 12 && string(b[8:]) == "soun" {
					sounds++
				} else if len(b) == 12 && string(b[8:]) == "vide" {
					films++
				}
			}
		})
		return whole && ok, err
	}
	switch whole, err := walk(0, size, 0); {
	case err != nil:
		return "", other{}, err
	case films > 0:
		return "", video, nil
	case !whole || sounds == 0:
		return "", broken(M4A), nil
	}
	return M4A, other{}, nil
}

// maxBoxes bounds how many boxes of a file are visited at one level.
const maxBoxes = 10_000

// eachBox visits the boxes between two offsets with where their content lies,
// and tells whether they fill what lies between.
func eachBox(r io.ReaderAt, from, to int64, visit func(name string, from, to int64)) (bool, error) {
	for n := 0; from < to; n++ {
		head, err := span(r, to, from, 16)
		if err != nil || len(head) < 8 || n == maxBoxes {
			return false, err
		}
		length, skip := int64(binary.BigEndian.Uint32(head)), int64(8)
		switch {
		case length == 0:
			length = to - from
		case length == 1 && len(head) == 16:
			length, skip = int64(binary.BigEndian.Uint64(head[8:])), 16
		}
		if length < skip || length > to-from {
			return false, nil
		}
		visit(string(head[4:8]), from+skip, from+length)
		from += length
	}
	return true, nil
}
