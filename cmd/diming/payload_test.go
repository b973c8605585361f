package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestAPlateIsCheckedWithoutARegisterOrANetwork runs the command on the codes by
// which the installers' app is tested, with nothing but the two public files.
func TestAPlateIsCheckedWithoutARegisterOrANetwork(t *testing.T) {
	content, err := os.ReadFile("../../testdata/plate_payload.json")
	if err != nil {
		t.Fatal(err)
	}
	var v struct {
		Keys, Void json.RawMessage
		Codes      []struct{ What, Text, Is string }
	}
	if err := json.Unmarshal(content, &v); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	keys, void := filepath.Join(dir, "keys.json"), filepath.Join(dir, "void.json")
	for file, part := range map[string]json.RawMessage{keys: v.Keys, void: v.Void} {
		if err := os.WriteFile(file, part, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	good := 0
	for _, c := range v.Codes {
		status := run(t.Context(), []string{"verify", "plate", c.Text, "--keys", keys, "--void", void, "--database-url", "postgres://nowhere.invalid/x"})
		if (status == 0) != (c.Is == "good") {
			t.Errorf("%s (%s): status %d", c.What, c.Is, status)
		}
		if c.Is == "good" {
			good++
		}
	}
	write(t, void, strings.Replace(string(v.Void), `"count": 300`, `"count": 0`, 1))
	if status := run(t.Context(), []string{"verify", "plate", v.Codes[0].Text, "--keys", keys, "--void", void}); status == 0 {
		t.Error("a void list that was emptied is an all-clear")
	}
	if good == 0 {
		t.Error("no code is good: nothing was checked")
	}
}
