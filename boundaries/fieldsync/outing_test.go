package fieldsync_test

import (
	"encoding/xml"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"diming/boundaries/fieldsync"
)

func TestAnOutingIsWrittenForOtherDevices(t *testing.T) {
	o := fieldsync.Outing{Name: "江山—常山线 <第五轮>", Line: orb.MultiLineString{{{118.5, 28.7}, {118.51, 28.71}}, {{118.6, 28.8}, {118.61, 28.8}}},
		Markers: []fieldsync.OutingMarker{{Number: "3308813308220001", Note: "双立 完好", At: orb.Point{118.5, 28.7}, ElevationM: "812.5"}, {Number: "2", At: orb.Point{118.51, 28.71}}}}
	gpx, err := o.GPX()
	if err != nil {
		t.Fatal(err)
	}
	var g struct {
		Points []struct {
			Lat, Lon  float64 `xml:",attr"`
			Elevation float64 `xml:"ele"`
			Name      string  `xml:"name"`
		} `xml:"wpt"`
		Segments []struct {
			Points []struct{} `xml:"trkpt"`
		} `xml:"trk>trkseg"`
	}
	if err := xml.Unmarshal([]byte(strings.NewReplacer(`lat=`, `Lat=`, `lon=`, `Lon=`).Replace(string(gpx))), &g); err != nil {
		t.Fatalf("%v in %s", err, gpx)
	}
	if len(g.Points) != 2 || g.Points[0].Lon != 118.5 || g.Points[0].Lat != 28.7 || g.Points[0].Elevation != 812.5 || g.Points[0].Name != "3308813308220001" || len(g.Segments) != 2 || len(g.Segments[0].Points) != 2 {
		t.Errorf("GPX reads back as %+v from %s", g, gpx)
	}
	kml, err := o.KML()
	if err != nil {
		t.Fatal(err)
	}
	var k struct {
		Places []struct {
			Name  string   `xml:"name"`
			Point string   `xml:"Point>coordinates"`
			Lines []string `xml:"MultiGeometry>LineString>coordinates"`
		} `xml:"Document>Placemark"`
	}
	if err := xml.Unmarshal(kml, &k); err != nil {
		t.Fatalf("%v in %s", err, kml)
	}
	if len(k.Places) != 3 || k.Places[0].Point != "118.50000000,28.70000000,812.5" || k.Places[1].Point != "118.51000000,28.71000000" ||
		len(k.Places[2].Lines) != 2 || k.Places[2].Name != o.Name {
		t.Errorf("KML reads back as %+v from %s", k, kml)
	}
}
