// Every word of the field app, Chinese first. Sentences say what happened and what to do next.

import { dayEn, dayZh } from './words.day'
import { en as shellEn } from './words.en'
import { signEn, signZh } from './words.sign'
import { taskEn, taskZh } from './words.task'
import { langOf, type Lang } from './words.lang'
import { zh as shellZh } from './words.zh'

export type Words = typeof zh

const zh = { ...shellZh, ...taskZh, ...dayZh, ...signZh }
const en: Words = { ...shellEn, ...taskEn, ...dayEn, ...signEn }

export { langOf, type Lang } from './words.lang'

export const lang: Lang = langOf(typeof navigator === 'undefined' ? [] : navigator.languages)
export const t: Words = lang === 'en' ? en : zh
