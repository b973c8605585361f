// A task for other devices: GPX for navigators, KML for globes. Both say WGS 84; CGCS2000 differs from it by less than a decimetre.

import type { Marker, Pack } from '../domain'

interface Named { name: string; pack: Pack }

/** The parts of a line as lists of points, longitude first. */
export function partsOf(line: Pack['line']): GeoJSON.Position[][] {
  if (line.type === 'FeatureCollection') return line.features.flatMap((feature) => partsOf(feature))
  if (line.type === 'Feature') return partsOf(line.geometry)
  if (line.type === 'LineString') return [line.coordinates]
  if (line.type === 'MultiLineString') return line.coordinates
  return line.type === 'GeometryCollection' ? line.geometries.flatMap((one) => partsOf(one)) : []
}

export function gpx({ name, pack }: Named): string {
  const waypoint = (marker: Marker) => `  <wpt lat="${marker.lat}" lon="${marker.lon}">${elevation(marker)}<name>${xml(marker.number)}</name></wpt>`
  const track = (part: GeoJSON.Position[]) => `    <trkseg>\n${part.map(([lon, lat]) => `      <trkpt lat="${lat}" lon="${lon}"/>`).join('\n')}\n    </trkseg>`
  return `<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="Diming" xmlns="http://www.topografix.com/GPX/1/1">
  <metadata><name>${xml(name)}</name></metadata>
${pack.markers.map(waypoint).join('\n')}
  <trk><name>${xml(name)}</name>
${partsOf(pack.line).map(track).join('\n')}
  </trk>
</gpx>
`
}

export function kml({ name, pack }: Named): string {
  const point = (marker: Marker) => `    <Placemark><name>${xml(marker.number)}</name><Point><coordinates>${marker.lon},${marker.lat}</coordinates></Point></Placemark>`
  const line = (part: GeoJSON.Position[]) => `      <LineString><coordinates>${part.map(([lon, lat]) => `${lon},${lat}`).join(' ')}</coordinates></LineString>`
  return `<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2">
  <Document><name>${xml(name)}</name>
${pack.markers.map(point).join('\n')}
    <Placemark><name>${xml(name)}</name><MultiGeometry>
${partsOf(pack.line).map(line).join('\n')}
    </MultiGeometry></Placemark>
  </Document>
</kml>
`
}

const elevation = ({ elevation_m }: Marker) => (elevation_m === null ? '' : `<ele>${elevation_m}</ele>`)

const xml = (text: string) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')

/** Track points as a GPX file. */
export function trackGpx(points: readonly { lon: string; lat: string; at: string }[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="Diming" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>
${points.map(({ lon, lat, at }) => `<trkpt lat="${lat}" lon="${lon}"><time>${at}</time></trkpt>`).join('\n')}
</trkseg></trk></gpx>
`
}
