package event

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// warned is a village with an open shelter, the way to which is written down, and
// a second one.
func warned() (Event, Audience) {
	e := Event{Saying: Saying{Hazard: "typhoon", Signal: "red", Title: "台风红色预警", Todo: "住在低洼处和危房的，马上转移", Body: "江山市防指", Number: "江防指〔2026〕7号"}}
	return e, Audience{Village: "清湖一村", Phone: "0570-5550123", Goals: []Goal{
		{Name: "示例文化礼堂", Address: "清湖一村1号", DistanceM: 234, Direction: "东北", Hint: "出村口往东走两百米，过桥就到", Open: true},
		{Name: "示例小学", DistanceM: 1264, Direction: "南", Open: true},
	}}
}

func TestTheTextsSayPlaceAndWayFirst(t *testing.T) {
	e, c := warned()
	got := TextsOf(e, c, false)
	if want := "清湖一村的乡亲们请注意。请马上去示例文化礼堂。走法：出村口往东走两百米，过桥就到。如果那里满了，去示例小学。在南方向，直线距离约1.3公里，路怎么走请听村干部指挥。台风红色预警。住在低洼处和危房的，马上转移。走不动的、要人帮忙的，打电话0570-5550123。"; got.Loudspeaker != want {
		t.Errorf("loudspeaker says\n%s\nwant\n%s", got.Loudspeaker, want)
	}
	if len(got.SMS) != 2 || got.SMS[0] != "(1/2)清湖一村：去示例文化礼堂。走法：出村口往东走两百米，过桥就到。台风红色预警。住在低洼处和危房的，马上转移。" || got.SMS[1] != "(2/2)求助0570-5550123。满了去示例小学。" {
		t.Errorf("messages say %q", got.SMS)
	}
	if want := "【清湖一村】\n去这里：示例文化礼堂（清湖一村1号）\n走法：出村口往东走两百米，过桥就到。\n满了去：示例小学\n在南方向，直线距离约1.3公里，路怎么走请听村干部指挥。\n台风红色预警。住在低洼处和危房的，马上转移。\n发布：江山市防指，江防指〔2026〕7号\n要人帮忙请打：0570-5550123"; got.WeChat != want {
		t.Errorf("the group reads\n%s\nwant\n%s", got.WeChat, want)
	}
}

func TestWithoutAShelterTheTextsSayWhomToFollow(t *testing.T) {
	e, c := warned()
	c.Goals = nil
	got := TextsOf(e, c, true)
	for means, text := range map[string]string{"loudspeaker": got.Loudspeaker, "sms": strings.Join(got.SMS, ""), "wechat": got.WeChat} {
		if !strings.Contains(text, "请听村干部指挥") || !strings.Contains(text, "0570-5550123") || !strings.Contains(text, "演示数据") {
			t.Errorf("%s says %s", means, text)
		}
	}
	c.Phone = ""
	if got := TextsOf(e, c, false).Loudspeaker; !strings.Contains(got, "请听村干部指挥") || strings.Contains(got, "电话") {
		t.Errorf("without a number it says %s", got)
	}
}

// TestNobodyIsSentToAShelterThatIsNotOpen has a near shelter that stands by, an own
// hall that is full, and an open one farther off.
func TestNobodyIsSentToAShelterThatIsNotOpen(t *testing.T) {
	e, c := warned()
	c.Goals[0].Open = false
	c.Avoid = []Avoided{{"本村礼堂", "已满"}, {"老祠堂", "房屋鉴定不合格"}, {"旧仓库", "已经关闭"}}
	for _, test := range []struct {
		what   string
		change func(*Audience)
		want   string
	}{
		{"one calls first, and goes to what is open", func(*Audience) {},
			"清湖一村的乡亲们请注意。示例文化礼堂还没报开放，先打电话0570-5550123问清楚再去。走法：出村口往东走两百米，过桥就到。本村礼堂已满，不要去。老祠堂房屋鉴定不合格，不要去。已经开放的是示例小学。在南方向，直线距离约1.3公里，路怎么走请听村干部指挥。台风红色预警。住在低洼处和危房的，马上转移。走不动的、要人帮忙的，打电话0570-5550123。"},
		{"nothing is open", func(c *Audience) { c.Goals[1].Open, c.Avoid = false, nil },
			"清湖一村的乡亲们请注意。示例文化礼堂还没报开放，先打电话0570-5550123问清楚再去。走法：出村口往东走两百米，过桥就到。台风红色预警。住在低洼处和危房的，马上转移。走不动的、要人帮忙的，打电话0570-5550123。"},
		{"nobody to call", func(c *Audience) { c.Goals[1].Open, c.Avoid, c.Phone, c.Rescue = false, nil, "", true },
			"清湖一村的乡亲们请注意。示例文化礼堂还没报开放，请等村干部通知再去。走法：出村口往东走两百米，过桥就到。台风红色预警。住在低洼处和危房的，马上转移。有危险请打119。"},
		{"a number that may not answer at this hour", func(c *Audience) { c.Goals[0].Open, c.Goals[1].Open, c.Avoid, c.Rescue = true, false, nil, true },
			"清湖一村的乡亲们请注意。请马上去示例文化礼堂。走法：出村口往东走两百米，过桥就到。台风红色预警。住在低洼处和危房的，马上转移。走不动的、要人帮忙的，打电话0570-5550123。打不通请打119。"},
	} {
		to := c
		to.Goals = append([]Goal(nil), c.Goals...)
		test.change(&to)
		got := TextsOf(e, to, false)
		if got.Loudspeaker != test.want {
			t.Errorf("%s: the loudspeaker says\n%s\nwant\n%s", test.what, got.Loudspeaker, test.want)
		}
		sms := strings.Join(got.SMS, "")
		for means, text := range map[string]string{"sms": sms, "wechat": got.WeChat} {
			if waits := strings.Contains(text, "还没报开放"); waits == to.Goals[0].Open && means == "sms" || !to.Goals[0].Open && !waits {
				t.Errorf("%s: %s says %s", test.what, means, text)
			}
		}
		if len(to.Avoid) > 0 && (!strings.Contains(sms, "本村礼堂已满，不要去。") || strings.Contains(sms, "老祠堂") || !strings.Contains(got.WeChat, "旧仓库已经关闭，不要去。")) {
			t.Errorf("%s: of what to avoid messages say %s, the group reads %s", test.what, sms, got.WeChat)
		}
	}
}

func TestAMessageFitsAndNothingOfItIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.StringOfN(rapid.RuneFrom([]rune("清湖村避灾点，。0123456789-a𠮷")), 1, 150, -1), 1, 6).Draw(t, "sentences")
		mark := rapid.SampledFrom([]string{"", demoMark}).Draw(t, "mark")
		var back strings.Builder
		messages := pack(mark, parts)
		for _, m := range messages {
			if Units(m) > SMSUnits {
				t.Fatalf("%q has %d units", m, Units(m))
			}
			m = strings.TrimPrefix(m, mark)
			if len(messages) > 1 {
				m = m[strings.Index(m, ")")+1:]
			}
			back.WriteString(m)
		}
		if back.String() != strings.Join(parts, "") {
			t.Fatalf("%q came out as %q", parts, messages)
		}
	})
}

func TestANumberIsNeverCut(t *testing.T) {
	for n := range 80 {
		text := strings.Repeat("村", n) + "0570-5550123" + strings.Repeat("村", 70)
		whole := false
		for _, m := range pack("", []string{text}) {
			whole = whole || strings.Contains(m, "0570-5550123")
		}
		if !whole {
			t.Errorf("with %d characters before it the number is cut", n)
		}
	}
}
