import type { Choice } from './api'

/** Choices as they are typed, one a line: value=Chinese=English. */
export const choicesText = (choices: readonly Choice[]) => choices.map(({ value, label }) => [value, label.zh, label.en].join('=')).join('\n')

/** The choices of such lines; empty lines are none, and what is missing is empty, for the server to refuse in words. */
export const choicesOf = (text: string): Choice[] => text.split('\n').filter((line) => line.trim()).map((line) => {
  const [value = '', zh = '', ...en] = line.split('=').map((part) => part.trim())
  return { value, label: { zh, en: en.join('=') } }
})

/** An id that no item of a part bears. */
export function freshId(taken: readonly string[]): string {
  for (let n = taken.length + 1; ; n++) if (!taken.includes('item_' + n)) return 'item_' + n
}
