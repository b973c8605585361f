// Package numbering gives houses along a street, in a yard or in a natural
// village their numbers by a scheme, and says of each number why. That is plain
// functions on values; Store keeps the schemes of divisions.
//
// Positions are EPSG:4490, longitude before latitude. Metres are of a plane
// through the street's middle, scaled by the radii of the CGCS2000 ellipsoid
// there: over a street of 10 km in China they differ from the geodesic by less
// than one in a thousand, which the tests hold.
package numbering

import "strconv"

// Text is one sentence for people, in Chinese and in English.
type Text struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// Error is why a street or scheme cannot be numbered, and what to do.
type Error struct{ Text }

func (e *Error) Error() string { return e.ZH }

func refuse(zh, en string) error { return &Error{Text{zh, en}} }

// End is where numbers begin.
type End string

// The ends that a scheme can begin at. The last three are found by the point
// Street.Start: the mouth of the street, the middle of the city, or an end
// that an officer named.
const (
	North      End = "N"
	South      End = "S"
	East       End = "E"
	West       End = "W"
	Entrance   End = "entrance"
	CityCentre End = "city_centre"
	Explicit   End = "explicit"
)

// Side is a side of a street: by the compass, or by hand as seen along
// increasing numbers.
type Side string

// The sides.
const (
	Left      Side = "left"
	Right     Side = "right"
	NorthSide Side = "north"
	SouthSide Side = "south"
	EastSide  Side = "east"
	WestSide  Side = "west"
)

// Axis is the rule for streets of one bearing.
type Axis struct {
	Start End  `json:"start"`
	Odd   Side `json:"odd"`
}

// Mode is how numbers follow each other.
type Mode string

// Sequential counts the gates; ByDistance counts metres from the start.
const (
	Sequential Mode = "sequential"
	ByDistance Mode = "distance"
)

// Scheme is how one division numbers. What no source says of a place is a
// parameter that its officer sets; Basis says what the rest rests on.
type Scheme struct {
	Name       string `json:"name"`
	Basis      string `json:"basis"`
	EastWest   Axis   `json:"east_west"`
	NorthSouth Axis   `json:"north_south"`
	// DeadEnd is the rule for streets with one mouth, nil where it is as others.
	DeadEnd *Axis `json:"dead_end,omitempty"`
	// OneSidedEven numbers a street with houses on one side even, else odd.
	OneSidedEven bool `json:"one_sided_even,omitempty"`
	Mode         Mode `json:"mode"`
	// MetresPerNumber is the frontage of one number on one side, in ByDistance.
	MetresPerNumber float64 `json:"metres_per_number,omitempty"`
	// ReserveEvery keeps one number for so many metres of a gap beyond
	// ReserveOver; 0 keeps none.
	ReserveEvery float64 `json:"reserve_every_m,omitempty"`
	ReserveOver  float64 `json:"reserve_over_m,omitempty"`
	// ReserveAlley keeps one number for an alley without a name.
	ReserveAlley bool `json:"reserve_alley,omitempty"`
	// Insert stands between a number and what was put in after it: - 之 附.
	Insert string `json:"insert"`
	// FromGate numbers a yard from its main gate, left first; else from the
	// north-east. Both in an S.
	FromGate bool `json:"from_gate,omitempty"`
	// Reach is how far from the street, in metres, a gate may be.
	Reach float64 `json:"reach_m"`
}

// Known are the schemes built in as examples. Reach, insert format and
// what else their source does not say are starting values to be set.
func Known() []Scheme {
	deadEnd := Axis{Entrance, Right}
	return []Scheme{
		{Name: "北京", Basis: "北京市地方标准（2012年9月1日起）：东西向由东向西、北单南双；南北向由北向南、西单东双；断头路自入口右单左双；院内由东北角起S形；不跳号（插号格式、受理距离由本地设定）",
			EastWest: Axis{East, NorthSide}, NorthSouth: Axis{North, WestSide}, DeadEnd: &deadEnd, Mode: Sequential, Insert: "-", Reach: 200},
		{Name: "宁波", Basis: "《宁波市地名管理条例》第二十三条：阿拉伯数字，按位置顺编、不跳不重，按规定间距、间距过大预留（起点、单双侧、间距数值条例未定，由本地设定）",
			EastWest: Axis{East, NorthSide}, NorthSouth: Axis{North, WestSide}, Mode: Sequential, ReserveEvery: 4, ReserveOver: 12, Insert: "-", Reach: 200},
		{Name: "福建式", Basis: "福建类地方做法：由东向西、由南向北，左单右双；空地每4米留一号，无名侧巷留一号；插号用预留号，否则前号加-1；新小区自大门左起S形（间距起算值、受理距离由本地设定）",
			EastWest: Axis{East, Left}, NorthSouth: Axis{South, Left}, Mode: Sequential, ReserveEvery: 4, ReserveOver: 12, ReserveAlley: true, Insert: "-", FromGate: true, Reach: 200},
		{Name: "富阳", Basis: "富阳做法：北侧、西侧为单号，南侧、东侧为双号，不得选号（起点、插号格式由本地设定）",
			EastWest: Axis{East, NorthSide}, NorthSouth: Axis{North, WestSide}, Mode: Sequential, Insert: "-", Reach: 200},
		{Name: "上海", Basis: "《上海市地名管理条例》第九条：按规定的间距编号，预留备用号，不得跳号、重号（每号米数、起点、单双侧由本地设定）",
			EastWest: Axis{East, NorthSide}, NorthSouth: Axis{North, WestSide}, Mode: ByDistance, MetresPerNumber: 4, Insert: "-", Reach: 200},
	}
}

// Validate says what of the scheme cannot be used.
func (s Scheme) Validate() error {
	switch {
	case s.Name == "":
		return refuse("请给编号规则起一个名称。", "Give the scheme a name.")
	case s.Basis == "":
		return refuse("编号规则没有依据，请写明所依据的文件。", "The scheme has no basis: name the document it rests on.")
	case s.Insert != "-" && s.Insert != "之" && s.Insert != "附":
		return refuse("插号格式只能是“-”“之”“附”之一。", "The insert format is one of -, 之, 附.")
	case s.Mode != Sequential && s.Mode != ByDistance:
		return refuse("编号方式只能是顺序或距离。", "The mode is sequential or distance.")
	case s.Mode == ByDistance && !(s.MetresPerNumber > 0):
		return refuse("按距离编号须给出每号米数。", "Numbering by distance needs the metres per number.")
	case !(s.Reach > 0) || s.ReserveEvery < 0 || s.ReserveOver < 0:
		return refuse("受理距离须大于零，预留间距不得为负。", "The reach must be above zero and reserves not below it.")
	}
	for _, a := range []Axis{s.EastWest, s.NorthSouth} {
		if err := a.validate(); err != nil {
			return err
		}
	}
	if s.DeadEnd != nil {
		return s.DeadEnd.validate()
	}
	return nil
}

func (a Axis) validate() error {
	switch a.Start {
	case North, South, East, West, Entrance, CityCentre, Explicit:
	default:
		return refuse("编号起点不明，请选择方位、入口、市中心或指定端点。", "The start is unknown: choose a compass end, entrance, city centre or an explicit end.")
	}
	switch a.Odd {
	case Left, Right, NorthSide, SouthSide, EastSide, WestSide:
		return nil
	}
	return refuse("单号侧不明，请选择左、右或方位。", "The odd side is unknown: choose left, right or a compass side.")
}

// Format writes a number: 12号, 12-1号, 12之1号, 12附1号.
func (s Scheme) Format(number, sub int) string {
	if sub == 0 {
		return strconv.Itoa(number) + "号"
	}
	return strconv.Itoa(number) + s.Insert + strconv.Itoa(sub) + "号"
}
