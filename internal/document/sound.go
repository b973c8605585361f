package document

import (
	"encoding/binary"
	"io"
	"strings"
)

// wav wants the chunks of a wave file: a format and then data.
func wav(r io.ReaderAt, size int64) (Kind, other, error) {
	format := false
	for at := int64(12); at < size; {
		head, err := span(r, size, at, 8)
		if err != nil || len(head) < 8 {
			break
		}
		switch string(head[:4]) {
		case "fmt ":
			format = true
		case "data":
			if format {
				return WAV, other{}, nil
			}
		}
		length := int64(binary.LittleEndian.Uint32(head[4:]))
		at += 8 + length + length%2
	}
	return "", broken(WAV), nil
}

// ogg wants a first packet of sound.
func ogg(r io.ReaderAt, size int64) (Kind, other, error) {
	head, err := span(r, size, 0, 512)
	if err != nil || len(head) < 28 {
		return "", broken(OGG), err
	}
	first := string(head[min(len(head), 27+int(head[26])):])
	switch {
	case strings.HasPrefix(first, "OpusHead"), strings.HasPrefix(first, "\x01vorbis"), strings.HasPrefix(first, "\x7fFLAC"), strings.HasPrefix(first, "Speex"):
		return OGG, other{}, nil
	case strings.HasPrefix(first, "\x80theora"), strings.HasPrefix(first, "fishead"):
		return "", video, nil
	}
	return "", broken(OGG), nil
}

// mp3 skips a tag and wants two frames of sound that follow each other.
func mp3(r io.ReaderAt, size int64) (Kind, other, error) {
	at := int64(0)
	head, err := span(r, size, 0, 10)
	if err != nil {
		return "", other{}, err
	}
	if len(head) == 10 && string(head[:3]) == "ID3" {
		at = 10
		for _, b := range head[6:] {
			if b > 0x7f {
				return "", broken(MP3), nil
			}
		}
		at += int64(head[6])<<21 | int64(head[7])<<14 | int64(head[8])<<7 | int64(head[9])
	}
	for range 2 {
		b, err := span(r, size, at, 4)
		if err != nil {
			return "", other{}, err
		}
		length := frameLength(b)
		if length == 0 || at+length > size {
			return "", broken(MP3), nil
		}
		at += length
	}
	return MP3, other{}, nil
}

// bitRates are kbit/s of layer III, of MPEG 1 and of MPEG 2 and 2.5.
var bitRates = [2][16]int64{
	{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0},
	{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0},
}

// frameLength is in bytes how long a frame of layer III is, 0 if it is none.
func frameLength(b []byte) int64 {
	if len(b) < 4 || b[0] != 0xff || b[1]&0xe0 != 0xe0 || b[1]>>1&3 != 1 {
		return 0
	}
	version, rate, frequency := b[1]>>3&3, b[2]>>4, b[2]>>2&3
	if version == 1 || frequency == 3 {
		return 0
	}
	hertz, table, factor := []int64{44100, 48000, 32000}[frequency], 0, int64(144)
	if version != 3 {
		hertz, table, factor = hertz/2, 1, 72
	}
	if version == 0 {
		hertz /= 2
	}
	kbits := bitRates[table][rate]
	if kbits == 0 {
		return 0
	}
	return factor*kbits*1000/hertz + int64(b[2]>>1&1)
}
