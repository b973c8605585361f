package diming_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What the ledger says was done is read by auditors: each action has its word
// in both languages.
func TestEveryActionOfTheLedgerHasItsWord(t *testing.T) {
	words, err := os.ReadFile("web/src/office/ledger/words.ts")
	if err != nil {
		t.Fatal(err)
	}
	action := regexp.MustCompile(`"((?:account|role|key|token|place|name|division|division_case|holiday|setting|import|import_mapping|person|ledger|register|list|heritage|case|quality|supervision|campaign|notice|comment|paper_template|upkeep|address|plate|shelter|numbering_scheme|disaster_event|assignment|barrier)\.[a-z_]+)"`)
	found := 0
	err = filepath.WalkDir(".", func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && (e.Name() == "web" || strings.HasPrefix(e.Name(), ".") && path != "."):
			return fs.SkipDir
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"),
			strings.HasPrefix(path, "boundaries/setting"), path == "api/access.go": // keys and rights are written alike
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, match := range action.FindAllStringSubmatch(string(text), -1) {
			found++
			if n := strings.Count(string(words), "'"+match[1]+"':"); n != 2 && match[1] != "register.gpkg" && match[1] != "shelter.html" { // names of files
				t.Errorf("%s: the action %s has a word in %d of 2 languages", path, match[1], n)
			}
		}
		return nil
	})
	if err != nil || found < 30 {
		t.Errorf("%d actions found, %v: the code was not read right", found, err)
	}
}
