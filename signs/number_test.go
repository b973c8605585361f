package signs_test

import (
	"bytes"
	"testing"

	"diming/signs"
)

func TestOneWrongCharacterMakesNoOtherNumber(t *testing.T) {
	number, err := signs.NewNumber(bytes.NewReader([]byte{1, 35, 69, 103}))
	if err != nil {
		t.Fatal(err)
	}
	if got, ok := signs.ParseNumber(" " + number[:3] + "-" + number[3:]); !ok || got != number {
		t.Fatalf("ParseNumber(%s) = %s, %v", number, got, ok)
	}
	for i := range number {
		for _, c := range "0123456789ABCDEFGHJKMNPQRSTVWXYZU*" {
			wrong := number[:i] + string(c) + number[i+1:]
			if _, ok := signs.ParseNumber(wrong); ok && wrong != number {
				t.Errorf("%s passes for %s", wrong, number)
			}
		}
		if i > 0 && number[i] != number[i-1] {
			if _, ok := signs.ParseNumber(number[:i-1] + number[i:i+1] + number[i-1:i] + number[i+1:]); ok {
				t.Errorf("%s with characters %d and %d swapped passes", number, i, i+1)
			}
		}
	}
	if _, ok := signs.ParseNumber(number + "0"); ok {
		t.Error("a character more passes")
	}
}
