// Package relocation finds where a boundary marker 界桩 should stand from its
// reference objects 方位物, and tells whether somebody stands there.
//
// The register says under which azimuth and how far from the marker each of its
// reference objects lies. Where an object's own position is held, or somebody at
// the spot measures how it lies from the phone, the register's words give the
// marker back. All of it is adjusted at once by weighted least squares in a
// plane that touches the ellipsoid there: the marker, the phone, the objects,
// and the errors that all azimuths of one compass share. What comes out are
// positions with their covariance, told as ellipses that hold the truth in 95 of
// 100 cases, the phone's own error included.
//
// Lengths are metres on the ground, angles degrees clockwise from north,
// positions longitude and latitude in CGCS2000. A plane serves for references
// within about two kilometres. The office, and the phone by the twin in
// web/src/field/relocation.ts, reckon alike (testdata/vectors.json).
package relocation

// A North is the direction from which an azimuth is counted.
type North string

// The three norths. Grid is that of the 3-degree zone of Settings.
const (
	True     North = "true"
	Grid     North = "grid"
	Magnetic North = "magnetic"
)

// A LonLat is a position in degrees, CGCS2000.
type LonLat struct {
	Lon float64 `json:"lon"`
	Lat float64 `json:"lat"`
}

// A Fix is where a phone believes to be.
type Fix struct {
	LonLat
	AccuracyM float64 `json:"accuracy_m"` // radius of the circle that holds the truth in Percent of 100 cases
	Percent   float64 `json:"percent"`    // 95 by the Geolocation API of browsers, 68 by Android's own
}

// A Reference is one reference object: what the register says of it, seen from
// the marker, and what was measured to it from where the phone is. What is nil
// is not known.
type Reference struct {
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	Position    *LonLat  `json:"position"`
	PositionSDM float64  `json:"position_sd_m"` // 0: as Settings has it
	AzimuthDeg  *float64 `json:"azimuth_deg"`
	North       North    `json:"azimuth_north"`
	DistanceM   *float64 `json:"distance_m"`

	MeasuredAzimuthDeg *float64 `json:"measured_azimuth_deg"`
	MeasuredNorth      North    `json:"measured_north"`
	MeasuredDistanceM  *float64 `json:"measured_distance_m"`
}

// Settings are how good things are, as standard deviations, and what is
// tolerated. They are the county's, not the program's.
type Settings struct {
	AzimuthSDDeg         float64 `json:"azimuth_sd_deg"`          // of an azimuth of the register
	DistanceSDM          float64 `json:"distance_sd_m"`           // of a distance of the register
	PositionSDM          float64 `json:"position_sd_m"`           // of a reference's position, in each direction
	MeasuredAzimuthSDDeg float64 `json:"measured_azimuth_sd_deg"` // of one azimuth taken at the spot
	MeasuredDistanceSDM  float64 `json:"measured_distance_sd_m"`  // of one distance taken at the spot
	CompassSDDeg         float64 `json:"compass_sd_deg"`          // shared by all azimuths taken at the spot; 0: none
	DeclinationDeg       float64 `json:"declination_deg"`         // magnetic north, east of true north
	DeclinationSDDeg     float64 `json:"declination_sd_deg"`      // shared by all magnetic azimuths of the register; 0: none
	CentralMeridianDeg   float64 `json:"central_meridian_deg"`    // of the zone of grid azimuths; 0: the nearest 3-degree zone's
	ToleranceM           float64 `json:"tolerance_m"`             // an error beyond which nothing is called in place
}

// An Input is all that a relocation needs.
type Input struct {
	Phone      Fix         `json:"phone"`
	References []Reference `json:"references"`
	Settings   Settings    `json:"settings"`
}

// A Verdict tells whether the phone is where the marker should be.
type Verdict string

// The verdicts. Undecided 无法判断 is one: an error that is larger than what is
// tolerated proves nothing.
const (
	Inside    Verdict = "inside"
	Outside   Verdict = "outside"
	Undecided Verdict = "undecided"
)

// A Geometry says how well the references lie.
type Geometry string

// The geometries, the worst first. Ambiguous: distances alone, which fit on
// either side of the references. Collinear: the references lie along one line
// through the marker, so that across it only the azimuths hold.
const (
	NoReference   Geometry = "no_reference"
	Undetermined  Geometry = "undetermined"
	OneReference  Geometry = "one_reference"
	Ambiguous     Geometry = "ambiguous"
	Contradiction Geometry = "contradiction"
	Collinear     Geometry = "collinear"
	Good          Geometry = "good"
)

// An Ellipse holds the truth in 95 of 100 cases.
type Ellipse struct {
	MajorM     float64 `json:"major_m"`     // half of the longer axis
	MinorM     float64 `json:"minor_m"`     // half of the shorter axis
	AzimuthDeg float64 `json:"azimuth_deg"` // of the longer axis from true north, 0 to 180
}

// A Result is where the marker should be and what follows for who stands there.
type Result struct {
	Geometry   Geometry `json:"geometry"`
	Verdict    Verdict  `json:"verdict"`
	Expected   *LonLat  `json:"expected"`    // nil where it cannot be told
	Ellipse    Ellipse  `json:"ellipse"`     // of Expected
	OffM       float64  `json:"off_m"`       // from the phone to Expected
	BearingDeg float64  `json:"bearing_deg"` // of Expected from the phone, true north
	OffEllipse Ellipse  `json:"off_ellipse"` // of Expected seen from the phone, the phone's error included
	PhoneM     float64  `json:"phone_m"`     // radius of 95 of 100 cases around the phone's fix
	Used       []string `json:"used"`        // ids of the references that took part
	Suspect    string   `json:"suspect"`     // id of the reference that contradicts the others most
	ZH         string   `json:"zh"`
	EN         string   `json:"en"`
}
