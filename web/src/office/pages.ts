// The pages of the office, found where they lie.
//
// A page is the folder office/<page>/ with a file page.tsx whose default export is a
// component taking PageProps. It is its own chunk, loaded when first opened, and is served
// at /office/<page>. Existing is enough to be opened; the rail shows it when it stands in
// `rail` below, its file is there, and the person may do one of the actions it needs.
// Inside a page: useOffice() for language and words, useSession() for the person, go() and
// href() of route.ts for the address, http.ts for requests, parts/ for what is drawn. A page's
// own words lie in its folder (words.ts), Chinese first.

import type { ComponentType } from 'preact'
import { sections } from './boundary/sections'
import type { OfficeWords } from './words'

export interface PageProps {
  rest: string[] // the words of the address after the page's own
  param: URLSearchParams
}

export interface Entry {
  page: string
  word: keyof OfficeWords['rail']
  needs: readonly string[] // any of these actions; none is for everyone signed in
}

/** The rail, from top to bottom: its groups, the first without a heading. */
export const rail: readonly { head?: keyof OfficeWords['railHeads']; entries: readonly Entry[] }[] = [
  {
    entries: [
      { page: '', word: 'today', needs: [] },
    ],
  },
  {
    head: 'names',
    entries: [
      { page: 'cases', word: 'cases', needs: ['case.read'] },
      { page: 'register', word: 'register', needs: ['place.read_internal'] },
      { page: 'readings', word: 'readings', needs: ['place.edit'] },
      { page: 'notices', word: 'notices', needs: ['notice.publish', 'comment.answer', 'comment.moderate'] },
      { page: 'certificates', word: 'certificates', needs: ['certificate.issue'] },
      { page: 'campaign', word: 'campaign', needs: ['place.read_internal'] },
      { page: 'heritage', word: 'heritage', needs: ['place.read_internal'] },
      { page: 'supervision', word: 'supervision', needs: ['supervision.work'] },
      { page: 'quality', word: 'quality', needs: ['place.read_internal'] },
      { page: 'naming', word: 'naming', needs: ['place.read_internal', 'setting.edit'] },
      { page: 'templates', word: 'templates', needs: ['paper_template.edit'] },
    ],
  },
  {
    head: 'addresses',
    entries: [
      { page: 'addresses', word: 'addresses', needs: ['place.read_internal', 'address.number', 'address_application.work'] },
      { page: 'numbering', word: 'numbering', needs: ['address.number'] },
      { page: 'matching', word: 'matching', needs: ['place.read_internal', 'address.number'] },
      { page: 'plates', word: 'plates', needs: ['plate.read'] },
      { page: 'reports', word: 'reports', needs: ['wall_report.moderate'] },
      { page: 'print-runs', word: 'printRuns', needs: ['plate.manage'] },
    ],
  },
  {
    head: 'lines',
    entries: [
      { page: 'boundary', word: 'boundary', needs: sections.flatMap(({ needs }) => needs) },
      { page: 'redivision', word: 'redivision', needs: ['division_case.prepare', 'division_case.submit', 'division_case.decide'] },
    ],
  },
  {
    head: 'emergency',
    entries: [
      { page: 'shelters', word: 'shelters', needs: ['shelter.keep', 'place.read_internal'] },
      { page: 'events', word: 'events', needs: ['shelter.keep'] },
      { page: 'safety', word: 'safety', needs: ['shelter.keep'] },
      { page: 'papers', word: 'papers', needs: ['shelter.keep'] },
      { page: 'assignment', word: 'assignment', needs: ['shelter.keep'] },
    ],
  },
  {
    head: 'house',
    entries: [
      { page: 'import', word: 'import', needs: ['import.run', 'shelter.keep'] },
      { page: 'ledger', word: 'ledger', needs: ['ledger.read'] },
      { page: 'settings', word: 'settings', needs: ['setting.edit', 'place.read_internal', 'ledger.read'] },
      { page: 'accounts', word: 'accounts', needs: ['account.manage'] },
      { page: 'persons', word: 'persons', needs: ['person.export', 'person.erase'] },
    ],
  },
]

const modules = import.meta.glob<{ default: ComponentType<PageProps> }>('./*/page.tsx')

/** Loads a page; null where there is none of that name. */
export function loaderOf(page: string): (() => Promise<{ default: ComponentType<PageProps> }>) | null {
  return modules[`./${page || 'today'}/page.tsx`] ?? null
}
