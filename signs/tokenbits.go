package signs

// TokenBits gives the 40 random bits of a token as issued, from which the whole
// of it follows.
func TokenBits(t Token) []byte {
	symbols, _, _ := tokenSymbols(string(t))
	var bits uint64
	for _, s := range symbols[:8] {
		bits = bits<<5 | uint64(s)
	}
	return []byte{byte(bits >> 32), byte(bits >> 24), byte(bits >> 16), byte(bits >> 8), byte(bits)}
}

// TokenFromBits gives the token of 40 bits.
func TokenFromBits(b [5]byte) Token {
	bits := uint64(b[0])<<32 | uint64(b[1])<<24 | uint64(b[2])<<16 | uint64(b[3])<<8 | uint64(b[4])
	var symbols [tokenLen]byte
	for i := range 8 {
		symbols[i] = byte(bits>>(35-5*i)) & 31
	}
	protect(&symbols)
	return tokenOf(symbols)
}
