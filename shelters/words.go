package shelters

// Words are what a thing is called in both languages.
type Words struct{ ZH, EN string }

// A Hazard is a kind of disaster.
type Hazard string

// The hazards.
const (
	Typhoon    Hazard = "typhoon"
	Flood      Hazard = "flood"
	Landslide  Hazard = "landslide"
	Earthquake Hazard = "earthquake"
	Fire       Hazard = "fire"
	Cold       Hazard = "cold"
	Other      Hazard = "other"
)

// Hazards are all of them, in the order in which they are offered.
var Hazards = []Hazard{Typhoon, Flood, Landslide, Earthquake, Fire, Cold, Other}

// HazardWords are what hazards are called.
var HazardWords = map[Hazard]Words{
	Typhoon:    {"台风", "Typhoon"},
	Flood:      {"洪涝", "Flood"},
	Landslide:  {"地质灾害", "Landslide"},
	Earthquake: {"地震", "Earthquake"},
	Fire:       {"火灾", "Fire"},
	Cold:       {"低温冰冻", "Cold and ice"},
	Other:      {"其他", "Other"},
}

// A State is whether a shelter takes people in.
type State string

// The states. A shelter of which nobody said anything stands by.
const (
	Standby State = "standby"
	Open    State = "open"
	Full    State = "full"
	Closed  State = "closed"
)

// States are all of them, in the order in which they are offered.
var States = []State{Standby, Open, Full, Closed}

// StateWords are what states are called.
var StateWords = map[State]Words{
	Standby: {"待命", "Standing by"},
	Open:    {"开放", "Open"},
	Full:    {"已满", "Full"},
	Closed:  {"关闭", "Closed"},
}

// A Step is how full a shelter is where nobody counted heads.
type Step string

// The steps; "" where nobody said.
const (
	Under30 Step = "lt30"
	Under60 Step = "lt60"
	Under80 Step = "lt80"
	From80  Step = "ge80"
)

// Steps are all of them, the emptiest first.
var Steps = []Step{Under30, Under60, Under80, From80}

// StepWords are what steps are called.
var StepWords = map[Step]Words{
	Under30: {"不到三成", "Less than 30 %"},
	Under60: {"三成到六成", "30 to 60 %"},
	Under80: {"六成到八成", "60 to 80 %"},
	From80:  {"八成以上", "80 % or more"},
}

// A Level is who built a shelter and runs it 级别.
type Level string

// The levels (GB/T 44013-2024).
const (
	ProvinceLevel Level = "province"
	CityLevel     Level = "city"
	CountyLevel   Level = "county"
	TownshipLevel Level = "township"
	VillageLevel  Level = "village"
)

// Levels are all of them, the highest first.
var Levels = []Level{ProvinceLevel, CityLevel, CountyLevel, TownshipLevel, VillageLevel}

// LevelWords are what levels are called.
var LevelWords = map[Level]Words{
	ProvinceLevel: {"省级", "Province"},
	CityLevel:     {"市级", "City"},
	CountyLevel:   {"县级", "County"},
	TownshipLevel: {"乡镇级", "Township"},
	VillageLevel:  {"村级", "Village"},
}

// A Duration is for how long people may stay.
type Duration string

// The durations.
const (
	Urgent Duration = "urgent"
	Short  Duration = "short"
	Long   Duration = "long"
)

// Durations are all of them, the shortest first.
var Durations = []Duration{Urgent, Short, Long}

// DurationWords are what durations are called.
var DurationWords = map[Duration]Words{
	Urgent: {"紧急（不超过 1 天）", "Urgent (a day at most)"},
	Short:  {"短期（不超过 15 天）", "Short (15 days at most)"},
	Long:   {"长期（15 天以上）", "Long (more than 15 days)"},
}

// A Space is where people stay.
type Space string

// The spaces.
const (
	Indoor  Space = "indoor"
	Outdoor Space = "outdoor"
	Both    Space = "both"
)

// Spaces are all of them.
var Spaces = []Space{Indoor, Outdoor, Both}

// SpaceWords are what spaces are called.
var SpaceWords = map[Space]Words{
	Indoor:  {"室内", "Indoors"},
	Outdoor: {"室外", "Outdoors"},
	Both:    {"室内外", "Indoors and outdoors"},
}

// Access is whether people in wheelchairs can get in and stay.
type Access string

// The answers.
const (
	Accessible   Access = "yes"
	PartlyAccess Access = "partly"
	NoAccess     Access = "no"
	AccessNot    Access = "unknown" // nobody looked
)

// Accesses are all of them.
var Accesses = []Access{Accessible, PartlyAccess, NoAccess, AccessNot}

// AccessWords are what they are called.
var AccessWords = map[Access]Words{
	Accessible:   {"无障碍", "Accessible"},
	PartlyAccess: {"部分无障碍", "Partly accessible"},
	NoAccess:     {"无无障碍设施", "Not accessible"},
	AccessNot:    {"未查明", "Not known"},
}
