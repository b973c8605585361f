package payload

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"diming/signs"
)

// fullest is a payload of 120 bytes.
func fullest(t *testing.T) Payload {
	p := village(t)
	p.Shelters = p.Shelters[:1]
	p.Shelters[0].Name = strings.Repeat("所", 8)
	p.Name = strings.Repeat("村", 12) + "A"
	body, err := p.body()
	if err != nil || len(body) != maxBody-1 && len(body) != maxBody {
		t.Fatalf("%d bytes of %d: %v", len(body), maxBody, err)
	}
	return p
}

func TestTheFullestCodeIsWideEnoughToBeRead(t *testing.T) {
	for _, host := range []string{"DIMING.JIANGSHAN.GOV.CN", strings.Repeat("A", 46)} { // the longest that a 40 mm code takes
		p := fullest(t)
		text, err := Seal("HTTPS://"+host+"/Q/"+string(p.Token), p, testKey)
		if err != nil {
			t.Fatal(err)
		}
		for size, least := range map[float64]float64{75: 0.95, 120: 1.5} {
			m, err := Encode(text, size)
			if err != nil {
				t.Fatal(err)
			}
			if m.Version > 13 || m.ModuleMM(size) < least {
				t.Errorf("%s: version %d, modules of %.3f mm at %g mm", host, m.Version, m.ModuleMM(size), size)
			}
			t.Logf("host of %d: %d characters, version %d, modules of %.2f mm at %g mm", len(host), len(text), m.Version, m.ModuleMM(size), size)
		}
	}
}

func TestACodeThatWouldNotBeReadIsRefusedWithTheSizeThatItNeeds(t *testing.T) {
	text := sealed(t, village(t))
	var fine *FineError
	if _, err := Encode(text, 60); !errors.As(err, &fine) || fine.NeedMM != 75 {
		t.Errorf("at 60 mm: %v, want a FineError that asks for 75 mm", err)
	}
	var large *LargeError
	if _, err := Encode(text+strings.Repeat("A", 200), 120); !errors.As(err, &large) {
		t.Errorf("a text that is too long: %v, want a LargeError", err)
	}
	if _, err := Encode("HTTPS://A.CN/Q/0000000000", 120); !errors.Is(err, ErrNone) {
		t.Errorf("an address alone: %v, want ErrNone", err)
	}
}

// The picture that is printed is read by a program that is not ours.
func TestAnotherProgramReadsTheCodeAsItWasSigned(t *testing.T) {
	reader, err := exec.LookPath("zbarimg")
	if err != nil {
		t.Fatal("zbarimg (package zbar-tools) is not installed: codes cannot be read")
	}
	for _, size := range []float64{75, 120} {
		for _, p := range []Payload{village(t), fullest(t)} {
			text := sealed(t, p)
			m, err := Encode(text, size)
			if err != nil {
				t.Fatal(err)
			}
			var picture bytes.Buffer
			if err := signs.PNG(&picture, m, size, 150); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(t.TempDir(), "code.png")
			if err := os.WriteFile(file, picture.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
			out, err := exec.Command(reader, "--quiet", "--raw", file).Output()
			if err != nil {
				t.Fatalf("at %g mm: %v", size, err)
			}
			s, err := Read(strings.TrimSuffix(string(out), "\n"))
			if err != nil {
				t.Fatalf("at %g mm %q was read: %v", size, out, err)
			}
			if err := s.Check(testKeys()); err != nil || s.Name != p.Name {
				t.Errorf("at %g mm: %q, %v", size, s.Name, err)
			}
		}
	}
}
