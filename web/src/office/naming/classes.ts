import type { Lang } from '../../words'
import type { Choice } from '../parts/field'
import type { ClassOf } from './api'
import type { NamingWords } from './words'

/** What an entry may be for: all classes, a group of them by the begin of their codes, or one. */
export function classChoices(classes: readonly ClassOf[], w: NamingWords, lang: Lang): Choice[] {
  const groups = Object.entries(w.groups).map(([value, word]) => ({ value, word: `${word}（${value}）` }))
  return [{ value: '', word: w.allClasses }, ...groups, ...classes.map((one) => ({ value: one.code, word: `${(lang === 'en' && one.name_en) || one.name}（${one.code}）` }))]
}
