package api_test

import (
	"fmt"
	"strings"
	"testing"

	"diming/internal/account"
)

func TestAReadingThatIsNoneIsRefusedWithItsSyllable(t *testing.T) {
	w := newWorld(t)
	id := w.named["place"]
	ann := w.signedIn(t, "ann", account.Grant{Role: account.Clerk, Division: w.home})
	p, tag := w.asked(t, id, ann)
	for reading, says := range map[string]string{"Qingxi": "Qing", "Qīngv": "v", "Qīng Xī Kǒu Dà Dào Lù Jiē Xiàng Lǐ Nòng": "音节"} {
		body := fmt.Sprintf(`{"name_id":"%s","reading":"%s","reason":"核对"}`, p.Names[0].ID, reading)
		got := w.send(t, "POST", "/v1/places/"+id+"/reading", body, append([]string{"If-Match", tag}, ann...)...)
		if got.Code != 422 || !strings.Contains(got.Body.String(), "bad-reading") || !strings.Contains(got.Body.String(), says) {
			t.Errorf("confirm %q = %d %s, want 422 that says %q", reading, got.Code, got.Body, says)
		}
	}
}
