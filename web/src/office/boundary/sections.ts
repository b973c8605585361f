// The parts of the page 界线, in the order of their words. A part is the folder
// boundary/<part>/ with a file section.tsx whose default export is a component taking
// PageProps, with the words of the address after its own as rest.

import type { ComponentType } from 'preact'
import type { PageProps } from '../pages'

export interface Section {
  part: string
  zh: string
  en: string
  needs: readonly string[] // any of these actions
}

export const sections: readonly Section[] = [
  { part: 'tasks', zh: '任务', en: 'Tasks', needs: ['inspection.read'] },
  { part: 'rounds', zh: '轮次', en: 'Rounds', needs: ['inspection.read'] },
  { part: 'lines', zh: '界线', en: 'Lines', needs: ['inspection.read'] },
  { part: 'dossier', zh: '界线档案', en: 'Dossiers', needs: ['upkeep.office'] },
  { part: 'markers', zh: '界桩', en: 'Markers', needs: ['marker.read'] },
  { part: 'upkeep', zh: '委托管理', en: 'Entrusted upkeep', needs: ['upkeep.read', 'upkeep.patrol'] },
]

const modules = import.meta.glob<{ default: ComponentType<PageProps> }>('./*/section.tsx')

/** Loads a part; null where there is none of that name. */
export const sectionOf = (part: string): (() => Promise<{ default: ComponentType<PageProps> }>) | null => modules[`./${part}/section.tsx`] ?? null
