package signs

import (
	"fmt"
	"io"
)

// numberLen is the length of a short number: 6 random characters and 1 that
// protects them.
const numberLen = 7

// NewNumber makes a short number that people copy from a screen: of the alphabet
// of tokens, such that one wrong character, or two neighbours swapped, make no
// other number. It takes 4 bytes from rand.
func NewNumber(rand io.Reader) (string, error) {
	var b [4]byte
	if _, err := io.ReadFull(rand, b[:]); err != nil {
		return "", fmt.Errorf("make number: %w", err)
	}
	bits := uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
	var symbols [numberLen]byte
	for i := range numberLen - 1 {
		symbols[i] = byte(bits>>(25-5*i)) & 31
	}
	symbols[numberLen-1] = numberSum(symbols)
	var text [numberLen]byte
	for i, s := range symbols {
		text[i] = alphabet[s]
	}
	return string(text[:]), nil
}

// numberSum weighs each character with another power of α; the last has α⁰.
func numberSum(symbols [numberLen]byte) byte {
	sum := byte(0)
	for i := range numberLen - 1 {
		sum ^= gfMul(symbols[i], gfExp[numberLen-1-i])
	}
	return sum
}

// ParseNumber reads a short number as people type it; false where it is none.
func ParseNumber(text string) (string, bool) {
	var symbols [numberLen]byte
	var out [numberLen]byte
	n := 0
	for _, r := range text {
		value, separator := symbolOf(r)
		if separator {
			continue
		}
		if value < 0 || n == numberLen {
			return "", false
		}
		symbols[n], out[n] = byte(value), alphabet[value]
		n++
	}
	return string(out[:]), n == numberLen && numberSum(symbols) == symbols[numberLen-1]
}
