package diming_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// TestEveryPromiseNamesATestThatExists holds the pages that promise something
// to the tests.
func TestEveryPromiseNamesATestThatExists(t *testing.T) {
	for file, atLeast := range map[string]int{"docs/promises.md": 40, "docs/compliance.md": 40} {
		page, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		folder, promises := "", 0
		for _, word := range regexp.MustCompile("`([a-z/]+2?)`|\\b(Test[A-Z]\\w+)").FindAllStringSubmatch(string(page), -1) {
			if word[1] != "" {
				folder = word[1]
				continue
			}
			promises++
			if !hasTest(t, folder, word[2]) {
				t.Errorf("%s names %s in %s, which does not exist", file, word[2], folder)
			}
		}
		if promises < atLeast {
			t.Errorf("%s names %d tests: the page was not read right", file, promises)
		}
	}
}

func hasTest(t *testing.T, folder, name string) bool {
	t.Helper()
	if folder == "diming" {
		folder = "."
	}
	files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if regexp.MustCompile(`(?m)^func ` + name + `\(`).Match(text) {
			return true
		}
	}
	return false
}
