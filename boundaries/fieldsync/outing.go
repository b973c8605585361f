package fieldsync

import (
	"bytes"
	"encoding/xml"
	"strconv"

	"github.com/paulmach/orb"
)

// An Outing is what people take along on devices of their own: the line and
// its markers. Coordinates are CGCS2000, which such devices take for WGS 84:
// the two differ by less than what a hand-held device can tell.
type Outing struct {
	Name    string // of the task
	Line    orb.MultiLineString
	Markers []OutingMarker
}

// An OutingMarker is a marker as a way point.
type OutingMarker struct {
	Number     string
	Note       string // kind and state, in words
	At         orb.Point
	ElevationM string // decimal metres, "" unknown
}

// shown is how many decimals of a degree are written: about a millimetre.
const shown = 8

func degrees(f float64) string { return strconv.FormatFloat(f, 'f', shown, 64) }

type gpxFile struct {
	XMLName xml.Name   `xml:"http://www.topografix.com/GPX/1/1 gpx"`
	Version string     `xml:"version,attr"`
	Creator string     `xml:"creator,attr"`
	Name    string     `xml:"metadata>name"`
	Points  []gpxPoint `xml:"wpt"`
	Track   gpxTrack   `xml:"trk"`
}

type gpxPoint struct {
	Lat       string `xml:"lat,attr"`
	Lon       string `xml:"lon,attr"`
	Elevation string `xml:"ele,omitempty"`
	Name      string `xml:"name,omitempty"`
	Note      string `xml:"desc,omitempty"`
}

type gpxTrack struct {
	Name     string       `xml:"name"`
	Segments []gpxSegment `xml:"trkseg"`
}

type gpxSegment struct {
	Points []gpxPoint `xml:"trkpt"`
}

// GPX writes an outing as GPX 1.1: markers as way points, each part of the
// line as a segment of one track.
func (o Outing) GPX() ([]byte, error) {
	f := gpxFile{Version: "1.1", Creator: "Diming", Name: o.Name, Track: gpxTrack{Name: o.Name}}
	for _, m := range o.Markers {
		f.Points = append(f.Points, gpxPoint{Lat: degrees(m.At.Lat()), Lon: degrees(m.At.Lon()), Elevation: m.ElevationM, Name: m.Number, Note: m.Note})
	}
	for _, part := range o.Line {
		var s gpxSegment
		for _, p := range part {
			s.Points = append(s.Points, gpxPoint{Lat: degrees(p.Lat()), Lon: degrees(p.Lon())})
		}
		f.Track.Segments = append(f.Track.Segments, s)
	}
	return xmlFile(f)
}

type kmlFile struct {
	XMLName xml.Name       `xml:"http://www.opengis.net/kml/2.2 kml"`
	Name    string         `xml:"Document>name"`
	Places  []kmlPlacemark `xml:"Document>Placemark"`
}

type kmlPlacemark struct {
	Name  string   `xml:"name"`
	Note  string   `xml:"description,omitempty"`
	Point *kmlAt   `xml:"Point"`
	Lines *[]kmlAt `xml:"MultiGeometry>LineString"`
}

type kmlAt struct {
	Coordinates string `xml:"coordinates"`
}

// KML writes an outing as KML 2.2.
func (o Outing) KML() ([]byte, error) {
	f := kmlFile{Name: o.Name}
	for _, m := range o.Markers {
		at := coordinate(m.At)
		if m.ElevationM != "" {
			at += "," + m.ElevationM
		}
		f.Places = append(f.Places, kmlPlacemark{Name: m.Number, Note: m.Note, Point: &kmlAt{at}})
	}
	if len(o.Line) == 0 {
		return xmlFile(f)
	}
	var parts []kmlAt
	for _, part := range o.Line {
		var b bytes.Buffer
		for i, p := range part {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(coordinate(p))
		}
		parts = append(parts, kmlAt{b.String()})
	}
	f.Places = append(f.Places, kmlPlacemark{Name: o.Name, Lines: &parts})
	return xmlFile(f)
}

func coordinate(p orb.Point) string { return degrees(p.Lon()) + "," + degrees(p.Lat()) }

func xmlFile(v any) ([]byte, error) {
	body, err := xml.MarshalIndent(v, "", " ")
	if err != nil {
		return nil, err
	}
	return append(append([]byte(xml.Header), body...), '\n'), nil
}
