package importers

// A Suspicion is one kind of thing that looks wrong with the coordinates of
// a file: how many rows it concerns and what would help. It changes no data.
type Suspicion struct {
	Kind   string `json:"kind"`
	Count  int    `json:"count"`            // rows
	Rows   []int  `json:"rows"`             // the first of them, 1-based data rows
	What   string `json:"what"`             // Chinese / English
	Remedy string `json:"remedy,omitempty"` // what to run or to do; Chinese / English
}

// A Repair is an invalid area that was made valid, as was asked.
type Repair struct {
	Row          int     `json:"row"`
	Line         int64   `json:"line,omitempty"`
	Reason       string  `json:"reason"` // what was wrong
	Lon          float64 `json:"lon"`    // and where, CGCS2000
	Lat          float64 `json:"lat"`
	AreaBeforeM2 float64 `json:"area_before_m2"`
	AreaAfterM2  float64 `json:"area_after_m2"`
}
