package signs

// Arithmetic in GF(32), built on the primitive polynomial x⁵+x²+1. Addition
// is XOR; gfExp[i] is αⁱ with α = 2, gfLog its inverse for values that are
// not zero.
var gfExp, gfLog = gfTables()

func gfTables() (exp [31]byte, log [32]byte) {
	x := byte(1)
	for i := range exp {
		exp[i] = x
		log[x] = byte(i)
		x <<= 1
		if x&32 != 0 {
			x ^= 0b100101
		}
	}
	return exp, log
}

func gfMul(a, b byte) byte {
	if a == 0 || b == 0 {
		return 0
	}
	return gfExp[(int(gfLog[a])+int(gfLog[b]))%31]
}

// gfDiv returns a/b; b must not be zero.
func gfDiv(a, b byte) byte {
	if a == 0 {
		return 0
	}
	return gfExp[(int(gfLog[a])-int(gfLog[b])+31)%31]
}

// locator is the field element of a character's place in the token:
// α⁹ for the first, α⁰ for the last.
func locator(i int) byte { return gfExp[tokenLen-1-i] }

// syndromes evaluates the token's polynomial at α⁰ and α¹. Both are zero for
// a token as issued. One wrong character at place i, off by e, gives e and
// e·locator(i): the amount and the place.
func syndromes(symbols [tokenLen]byte) (s0, s1 byte) {
	for i, c := range symbols {
		s0 ^= c
		s1 ^= gfMul(c, locator(i))
	}
	return s0, s1
}

// protect fills the last two symbols so that both syndromes are zero.
func protect(symbols *[tokenLen]byte) {
	symbols[8], symbols[9] = 0, 0
	s0, s1 := syndromes(*symbols)
	symbols[8] = gfDiv(s0^s1, gfExp[0]^gfExp[1])
	symbols[9] = s0 ^ symbols[8]
}
