package boundaries_test

import (
	"testing"

	"diming/boundaries"
)

func TestThePublicIsToldABasisThatIsATextOnly(t *testing.T) {
	for basis, want := range map[string]string{
		"国家未规定，按地方通行做法，可按本地规定修改":     "",
		"国家未规定，按地方通行做法，可按本地规定修改（示例）": "",
		"地名管理条例第十三条：自批准之日起15日内备案":    "地名管理条例第十三条：自批准之日起15日内备案",
		"江山市地名管理办法第八条（示例）":           "江山市地名管理办法第八条（示例）",
	} {
		if got := boundaries.PublicBasis(basis); got != want {
			t.Errorf("%s is told as %q", basis, got)
		}
	}
}
