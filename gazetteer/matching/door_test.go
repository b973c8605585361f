package matching

import "testing"

func TestADoorNumberIsReadHoweverItIsWritten(t *testing.T) {
	for written, want := range map[string]string{"4": "4", "4号": "4", "４号": "4", "四号": "4", " 4 号 ": "4", "04": "4", "十八号": "18", "一百零二": "102", "18-1号": "18-1", "18－1": "18-1",
		"18之1号": "18-1", "18附一号": "18-1", "18号附1": "18-1", "18—1": "18-1"} {
		number, sub, ok := Door(written)
		if sub != "" {
			number += "-" + sub
		}
		if !ok || number != want {
			t.Errorf("%q is read as %q, %v, want %s", written, number, ok, want)
		}
	}
	for _, written := range []string{"", " ", "号", "0号", "零", "门口", "4号楼", "4号5号", "4-", "18-0", "1234567", "4幢", "东侧4号", "4.5", "4 5", "-4"} {
		if number, sub, ok := Door(written); ok {
			t.Errorf("%q is read as %q, %q", written, number, sub)
		}
	}
}
