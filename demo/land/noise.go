package land

import "math"

// noise is a smooth pseudo-random field over the plane, fixed by its seed.
type noise uint64

// mix is the finaliser of SplitMix64 (Steele, Lea and Flood 2014).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// unit maps a hash to [0, 1).
func unit(x uint64) float64 { return float64(x>>11) / (1 << 53) }

// lattice is the value of the field in [-1, 1) at a lattice point.
func (n noise) lattice(i, j int64) float64 {
	return 2*unit(mix(uint64(n)^mix(uint64(i)^mix(uint64(j))))) - 1
}

// at interpolates the lattice with a quintic fade, so that slopes are continuous.
func (n noise) at(x, y float64) float64 {
	fx, fy := math.Floor(x), math.Floor(y)
	i, j := int64(fx), int64(fy)
	u, v := fade(x-fx), fade(y-fy)
	low := lerp(n.lattice(i, j), n.lattice(i+1, j), u)
	high := lerp(n.lattice(i, j+1), n.lattice(i+1, j+1), u)
	return lerp(low, high, v)
}

// fractal sums octaves of the field, each of half the wavelength (metres) and
// a bit more than half the height of the one before; the sum lies about in [-1, 1].
func (n noise) fractal(p point, wavelength float64, octaves int) float64 {
	sum, height := 0.0, 1.0
	for o := range octaves {
		sum += height * (n+noise(o)*7919).at(p.x/wavelength, p.y/wavelength)
		wavelength, height = wavelength/2, height*0.55
	}
	return sum
}

// ridged is like fractal, folded so that its crests are sharp; in about [0, 1].
func (n noise) ridged(p point, wavelength float64, octaves int) float64 {
	sum, height, total := 0.0, 1.0, 0.0
	for o := range octaves {
		v := 1 - math.Abs((n+noise(o)*104729).at(p.x/wavelength, p.y/wavelength))
		sum, total = sum+height*v*v, total+height
		wavelength, height = wavelength/2, height*0.5
	}
	return sum / total
}

func fade(t float64) float64 { return t * t * t * (t*(t*6-15) + 10) }

func lerp(a, b, t float64) float64 { return a + (b-a)*t }

// smoothstep rises from 0 at a to 1 at b.
func smoothstep(a, b, x float64) float64 {
	t := min(1, max(0, (x-a)/(b-a)))
	return t * t * (3 - 2*t)
}
