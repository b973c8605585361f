package payload

import (
	"fmt"
	"strings"
)

// alphabet is the characters that stay in the alphanumeric mode of a QR code and
// in the fragment of an address, in the order of their values.
const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-./:*"

// encode writes two bytes in three characters, the more significant first, and
// one left over in two.
func encode(data []byte) string {
	var b strings.Builder
	for len(data) >= 2 {
		v := int(data[0])<<8 | int(data[1])
		b.Write([]byte{alphabet[v/41/41], alphabet[v/41%41], alphabet[v%41]})
		data = data[2:]
	}
	if len(data) == 1 {
		v := int(data[0])
		b.Write([]byte{alphabet[v/41], alphabet[v%41]})
	}
	return b.String()
}

// decode reads what encode writes, and refuses every other text.
func decode(text string) ([]byte, error) {
	if len(text)%3 == 1 {
		return nil, fmt.Errorf("%w: %d characters are no whole bytes", ErrForm, len(text))
	}
	data := make([]byte, 0, len(text)/3*2+1)
	for i := 0; i < len(text); i += 3 {
		group := text[i:min(i+3, len(text))]
		v := 0
		for j := range len(group) {
			d := strings.IndexByte(alphabet, group[j])
			if d < 0 {
				return nil, fmt.Errorf("%w: character %d is none of a payload", ErrForm, i+j+1)
			}
			v = v*41 + d
		}
		switch {
		case len(group) == 3 && v <= 0xffff:
			data = append(data, byte(v>>8), byte(v))
		case len(group) == 2 && v <= 0xff:
			data = append(data, byte(v))
		default:
			return nil, fmt.Errorf("%w: characters %d to %d stand for no bytes", ErrForm, i+1, i+len(group))
		}
	}
	return data, nil
}
