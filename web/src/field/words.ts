// Every word of the field app, Chinese first. Sentences say what happened and what to do next.

import { en } from './words.en'
import { zh } from './words.zh'

export type Words = typeof zh
export type Lang = 'zh' | 'en'

/** Chinese unless the phone has no Chinese among its languages. */
export const langOf = (preferred: readonly string[]): Lang =>
  !preferred.length || preferred.some((lang) => lang.startsWith('zh')) ? 'zh' : 'en'

export const lang: Lang = langOf(typeof navigator === 'undefined' ? [] : navigator.languages)
export const t: Words = lang === 'en' ? en : zh
