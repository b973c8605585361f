// The kinds of rows, who may import them, and what of the page is for which.

import type { Kind } from './api'

/** What each kind needs to be allowed; in the order in which they are offered. */
const actions: Record<Kind, string> = { places: 'import.run', divisions: 'import.run', shelters: 'shelter.keep', officers: 'shelter.keep', policies: 'shelter.keep' }

const all = Object.keys(actions) as Kind[]

/** The kinds that somebody may import. */
export const kindsOf = (can: readonly string[]): Kind[] => all.filter((kind) => can.includes(actions[kind]))

/** Kinds whose rows have a position. */
export const placed = (kind: Kind) => kind === 'places' || kind === 'divisions' || kind === 'shelters'

/** Kinds that stand on the cards that everybody reads, and cannot be internal. */
export const open = (kind: Kind) => kind === 'officers' || kind === 'policies'

/** The page on which the rows of a kind are seen once they came in. */
export const pageOf: Record<Kind, string> = { places: 'register', divisions: 'register', shelters: 'shelters', officers: 'safety', policies: 'safety' }
