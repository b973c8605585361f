package payload

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"diming/internal/version"
	"diming/signs"
)

var testKey = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))

func testKeys() Keys {
	return Keys{{Key: Key{2026, 1}, Public: testKey.Public().(ed25519.PublicKey), From: version.Day(2026, 1, 1), To: version.Day(2026, 12, 31)}}
}

func ownToken(t testing.TB) signs.Token {
	t.Helper()
	token, err := signs.NewToken(bytes.NewReader([]byte{1, 2, 3, 4, 5}))
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func village(t testing.TB) Payload {
	return Payload{Key: Key{2026, 1}, Token: ownToken(t), Made: version.Day(2026, 11, 27), Name: "清湖一村", Shelters: []Shelter{
		{"村文化礼堂", 32, 350}, {"清湖小学", 200, 1240}}}
}

const origin = "HTTPS://DIMING.JIANGSHAN.GOV.CN/Q/"

func sealed(t testing.TB, p Payload) string {
	t.Helper()
	text, err := Seal(origin+string(p.Token), p, testKey)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestAPayloadIsReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPayload(t)
		text, err := Seal(origin+string(p.Token), p, testKey)
		var long *LongError
		if errors.As(err, &long) {
			return
		}
		if err != nil {
			t.Fatalf("Seal(%+v) = %v", p, err)
		}
		s, err := Read(text)
		if err != nil {
			t.Fatalf("Read(%q) = %v", text, err)
		}
		if err := s.Check(Keys{{Key: p.Key, Public: testKey.Public().(ed25519.PublicKey), From: p.Made, To: p.Made}}); err != nil {
			t.Fatal(err)
		}
		again, err := Seal(s.Address, s.Payload, testKey)
		if err != nil || again != text {
			t.Fatalf("written again: %q, %v; want %q", again, err, text)
		}
	})
}

func anyPayload(t *rapid.T) Payload {
	name := rapid.StringOfN(rapid.RuneFrom([]rune("清湖一村号路㙍𬭚A1(-·é")), 0, 12, -1)
	var bits [5]byte
	copy(bits[:], rapid.SliceOfN(rapid.Byte(), 5, 5).Draw(t, "bits"))
	p := Payload{Key: Key{rapid.IntRange(2001, 2255).Draw(t, "year"), rapid.IntRange(1, 255).Draw(t, "nth")}, Token: signs.TokenFromBits(bits),
		Made: version.DayOf(firstDay.Time().AddDate(0, 0, rapid.IntRange(0, 0xffff).Draw(t, "day"))), Name: "村" + name.Draw(t, "name")}
	for range rapid.IntRange(0, MaxShelters).Draw(t, "shelters") {
		p.Shelters = append(p.Shelters, Shelter{name.Draw(t, "shelter"), rapid.Byte().Draw(t, "bearing"), 10 * rapid.IntRange(0, 0xffff).Draw(t, "distance")})
	}
	return p
}

// Every bit of the text, of the address as of the payload, is held by the
// signature or the form.
func TestOneBitChangedAlwaysFails(t *testing.T) {
	text := sealed(t, village(t))
	if s, err := Read(text); err != nil || s.Check(testKeys()) != nil {
		t.Fatalf("unchanged: %v", err)
	}
	for i := range len(text) {
		for bit := range 8 {
			changed := []byte(text)
			changed[i] ^= 1 << bit
			if s, err := Read(string(changed)); err == nil {
				if err := s.Check(testKeys()); err == nil {
					t.Fatalf("bit %d of character %d changed: %q passes", bit, i, changed)
				}
			}
		}
	}
	address, tail, _ := strings.Cut(text, "#")
	data, err := decode(tail)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 8 * len(data) {
		changed := bytes.Clone(data)
		changed[i/8] ^= 1 << (i % 8)
		if s, err := Read(address + "#" + encode(changed)); err == nil && s.Check(testKeys()) == nil {
			t.Fatalf("bit %d of the payload changed passes", i)
		}
	}
}

func TestAPayloadBehindAnotherAddressIsNone(t *testing.T) {
	p := village(t)
	_, tail, _ := strings.Cut(sealed(t, p), "#")
	for name, text := range map[string]string{
		"another host":  "HTTPS://EVIL.EXAMPLE/Q/" + string(p.Token) + "#" + tail,
		"another plate": origin + string(signs.TokenFromBits([5]byte{9})) + "#" + tail,
	} {
		if s, err := Read(text); err == nil && s.Check(testKeys()) == nil {
			t.Errorf("%s passes", name)
		}
	}
}

func TestOneValueHasOneText(t *testing.T) {
	text := sealed(t, village(t))
	address, tail, _ := strings.Cut(text, "#")
	for name, other := range map[string]string{
		"in small letters":       strings.ToLower(text),
		"small host":             strings.Replace(text, "DIMING", "diming", 1),
		"a character more":       text + "0",
		"three more":             text + "000",
		"a character less":       text[:len(text)-1],
		"two marks":              address + "##" + tail,
		"a triple above 65535":   address + "#***" + tail[3:],
		"a percent escape":       address + "#%2E" + tail[3:],
		"a separator in a token": strings.Replace(text, "/Q/0", "/Q/-0", 1) + " ",
	} {
		if _, err := Read(other); err == nil {
			t.Errorf("%s is read", name)
		}
	}
	if _, err := Read(address); !errors.Is(err, ErrNone) {
		t.Errorf("an address alone: %v, want ErrNone", err)
	}
}

func TestAKeyHoldsInItsYearUntilItIsTakenBack(t *testing.T) {
	p := village(t)
	p.Made = version.Day(2025, 12, 31)
	early, err := Read(sealed(t, p))
	if err != nil {
		t.Fatal(err)
	}
	if err := early.Check(testKeys()); !errors.Is(err, ErrKeyEnded) {
		t.Errorf("signed the year before: %v, want ErrKeyEnded", err)
	}
	s, err := Read(sealed(t, village(t)))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Check(nil); !errors.Is(err, ErrNoKey) {
		t.Errorf("no key: %v, want ErrNoKey", err)
	}
	keys, now := testKeys(), time.Now()
	keys[0].Withdrawn = &now
	if err := s.Check(keys); !errors.Is(err, ErrKeyEnded) {
		t.Errorf("taken back: %v, want ErrKeyEnded", err)
	}
	other, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	keys = testKeys()
	keys[0].Public = other
	if err := s.Check(keys); !errors.Is(err, ErrForged) {
		t.Errorf("another's key: %v, want ErrForged", err)
	}
}

func TestWhatCannotBeSaidIsRefused(t *testing.T) {
	for name, change := range map[string]func(*Payload){
		"no name":              func(p *Payload) { p.Name = "" },
		"a line break":         func(p *Payload) { p.Name = "清湖\n村" },
		"half a character":     func(p *Payload) { p.Name = "\xff" },
		"355 m":                func(p *Payload) { p.Shelters[0].DistanceM = 355 },
		"beyond 655 km":        func(p *Payload) { p.Shelters[0].DistanceM = maxDistanceM + 10 },
		"nearer than here":     func(p *Payload) { p.Shelters[0].DistanceM = -10 },
		"four shelters":        func(p *Payload) { p.Shelters = make([]Shelter, 4) },
		"a day before":         func(p *Payload) { p.Made = version.Day(2019, 12, 31) },
		"a day after the last": func(p *Payload) { p.Made = version.Day(2199, 6, 7) },
		"no key":               func(p *Payload) { p.Key = Key{} },
		"a token mistyped":     func(p *Payload) { p.Token = p.Token[:9] + "0" },
	} {
		p := village(t)
		change(&p)
		if _, err := p.body(); !errors.Is(err, ErrValue) {
			t.Errorf("%s: %v, want ErrValue", name, err)
		}
	}
	p := village(t)
	p.Name = strings.Repeat("湖", 40)
	var long *LongError
	if _, err := p.body(); !errors.As(err, &long) {
		t.Errorf("a long name: %v, want a LongError", err)
	}
}

func TestWhatDoesNotFitIsLeftOutAndNamed(t *testing.T) {
	p := village(t)
	p.Shelters = []Shelter{{"清湖街道中心避灾安置所", 1, 10}, {"清湖街道第二避灾安置所", 2, 20}, {"清湖街道第三避灾安置所", 3, 30}}
	fits, left, err := p.Fit()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fits.body(); err != nil {
		t.Fatal(err)
	}
	if len(fits.Shelters) != 3 || fits.Shelters[0].Name != "清湖街道中心避灾安置所" || len(left) != 2 || left[0] != "清湖街道第三避灾安置所" {
		t.Errorf("Fit = %+v, left %v", fits.Shelters, left)
	}
	if p.Shelters[2].Name == "" {
		t.Error("Fit changed what it was given")
	}
	p.Name = strings.Repeat("湖", 30)
	var long *LongError
	if _, _, err := p.Fit(); !errors.As(err, &long) {
		t.Errorf("a name that never fits: %v, want a LongError", err)
	}
}

func TestADirectionIsSaidInEightWords(t *testing.T) {
	for _, test := range []struct {
		degrees float64
		want    string
	}{{0, "北"}, {21, "北"}, {23, "东北"}, {45, "东北"}, {90, "东"}, {180, "南"}, {225, "西南"}, {336, "西北"}, {338, "北"}, {359.9, "北"}, {-45, "西北"}, {405, "东北"}} {
		s, err := Toward("", test.degrees, 355)
		if err != nil {
			t.Fatal(err)
		}
		if zh, _ := s.Wind(); zh != test.want || s.DistanceM != 360 {
			t.Errorf("Toward(%g) = %s %d m, want %s 360 m", test.degrees, zh, s.DistanceM, test.want)
		}
	}
	for _, m := range []float64{-1, math.NaN(), 655_355} {
		if _, err := Toward("", 0, m); !errors.Is(err, ErrValue) {
			t.Errorf("Toward %g m: %v, want ErrValue", m, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sealed(f, village(f)))
	f.Add(origin + "0123456789#ABC")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Read(text)
		if err != nil {
			return
		}
		body, err := s.body()
		if err != nil {
			t.Fatalf("%q is read and cannot be written: %v", text, err)
		}
		if again := s.Address + "#" + encode(append(body, s.signature...)); again != text {
			t.Fatalf("%q is written %q", text, again)
		}
	})
}

func FuzzDecode(f *testing.F) {
	f.Add("0A*")
	f.Fuzz(func(t *testing.T, text string) {
		if data, err := decode(text); err == nil && encode(data) != text {
			t.Fatalf("%q is written %q", text, encode(data))
		}
	})
}

func FuzzEncode(f *testing.F) {
	f.Add([]byte{255, 255, 255})
	f.Fuzz(func(t *testing.T, data []byte) {
		if back, err := decode(encode(data)); err != nil || !bytes.Equal(back, data) {
			t.Fatalf("%x is read %x, %v", data, back, err)
		}
	})
}
