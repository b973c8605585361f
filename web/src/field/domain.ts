// What a task and its pack hold, as the server sends them. Coordinates are CGCS2000, longitude first.

import type { Settings } from './relocation'

export type Side = 'a' | 'b'
export const otherSide = (side: Side): Side => (side === 'a' ? 'b' : 'a')

export interface Task {
  task: string
  line: string
  line_name: string
  kind: string
  own_name: string
  other_name: string
  sides: Side[] // mine
  lead: Side | null
  state: string
  revision: number
  due: string | null
  markers: number
  pack_bytes: number | null
}

export interface Reference {
  id: string
  name: string
  kind: string
  azimuth_deg: string | number | null // from the marker
  azimuth_north: 'true' | 'grid' | 'magnetic'
  distance_m: string | number | null
  lon?: number | string | null
  lat?: number | string | null
}

export interface PackFile { sha256: string; bytes: number; type: string; taken?: string | null }

export interface Marker {
  id: string
  number: string
  kind: string
  state: string
  lon: number
  lat: number
  elevation_m: number | string | null
  keeper: Side | null
  faces: string[]
  references: Reference[]
  last_photo: PackFile | null
  last_check: { at: string; condition: string | null; text: string | null } | null
}

export interface Label { zh: string; en: string }

export interface Item {
  id: string
  label: Label
  kind: 'choice' | 'many' | 'text' | 'number' | 'yes_no'
  choices: { value: string; label: Label }[] | null
  required: boolean
  when: { item: string; value: string } | null
}

export interface Segment { id: string; name: string; from_marker: string | null; to_marker: string | null }

/** Zoom, column, row and bytes of tiles, and of each the digest of its bytes: 12 of SHA-256, base64url. */
export interface TileList { list: [number, number, number, number][]; digests?: string[] }

export interface Pack {
  pack: string
  task: string
  kind?: string // round, special or patrol
  revision: number
  expires: string
  server_key: string
  line: GeoJSON.Feature | GeoJSON.FeatureCollection | GeoJSON.Geometry
  line_id?: string
  line_name?: string
  owners?: Record<Side, { name: string; code: string }>
  sides: Side[]
  markers: Marker[]
  segments?: Segment[]
  form: Record<string, Item[]>
  relocation?: Settings | null // how well azimuths and distances are known here
  tiles: { set: string; min_z: number; max_z: number } & TileList
  imagery: ({ min_z: number; max_z: number; attribution?: string } & TileList) | null
  bytes: number
}

/** Who this phone belongs to. */
export interface Me {
  device: string // uuid
  name: string // of the phone
  seed: string // base64url of the 32 bytes of the Ed25519 key; sealed like everything
  publicKey: string // base64url
  token: string
  expires: string
  serverKey: string
  server: string
  person: { id: string; name: string; guest: boolean }
}

export interface Position { lon: string; lat: string; accuracy_m: string; at: string }

export interface FileNote {
  sha256: string
  bytes: number
  type: string
  role: 'photo' | 'voice' | 'track' | 'drawn'
  face: string | null
  original_sha256: string | null // of the picture before it was reduced
  original_bytes: number | null
  taken: string | null // by the camera, if it said so
  position: Position | null
}

export interface ReferenceSeen { reference: string; state: 'present' | 'changed' | 'gone' | 'unseen'; azimuth_deg: string | null; distance_m: string | null }

export type Condition = 'normal' | 'damaged' | 'lost' | 'shifted' | 'text_faded' | 'covered'

/** One observation; see the protocol for what each field means. */
export interface FieldRecord {
  v: 1
  id: string
  kind: 'marker_check' | 'segment_check' | 'problem' | 'relocation' | 'track' | 'note' | 'patrol' | 'withdrawal' | 'amendment' | 'disagreement'
  task: string
  object: { kind: 'marker' | 'segment' | 'line'; id: string }
  side: Side
  observer: string
  device: string
  phone_time: string
  position: Position | null
  condition: Condition | null
  answers: Record<string, string>
  references: ReferenceSeen[]
  files: FileNote[]
  text: string
  about: string | null
  formerly: string | null
}
