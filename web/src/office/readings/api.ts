// Readings that nobody has confirmed yet, one after the other.

import { placePath } from '../../api'
import { query } from '../../http'
import { read, write } from '../http'
import type { SoundFile } from '../parts/sound'
import type { Row, Written } from '../register/api'

export interface Other { syllable: string; reading: string; capitals: string }
export interface Character { text: string; syllable?: string; others?: Other[] }

/** A name with the reading that is proposed for it. */
export interface Unconfirmed extends Row {
  name_id: string
  proposed: string
  capitals: string
  source: string
  characters: Character[]
  etag: string
  sound?: SoundFile
}

export interface Unconfirmeds { items: Unconfirmed[]; next?: string; left?: number; confirmed?: number }

/** What the list may be narrowed by: each is a word of the address. */
export const filters = ['class', 'division', 'heteronyms', 'q'] as const

export const unconfirmed = (param: URLSearchParams, cursor: string | null, signal?: AbortSignal) =>
  read<Unconfirmeds>('/v1/readings' + query({ class: param.get('class'), division: param.get('division'), q: param.get('q'), heteronyms: param.get('heteronyms') ? 'true' : null, limit: 50, cursor }), signal)

export interface Spelling { reading: string; capitals: string }

/** How a typed reading is written; a refusal names the syllable. */
export const spelling = (name: string, typed: string, signal?: AbortSignal) => read<Spelling>('/v1/readings/spelling' + query({ name, typed }), signal)

export const reopen = (id: string, body: { name_id: string; reason: string }, etag: string) =>
  write<Written>('POST', placePath(id) + '/reading/reopen', body, undefined, etag)
