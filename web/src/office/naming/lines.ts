// What somebody pastes into a list: a line an entry, its note after a tab or a comma.

export interface Line { text: string; note: string }

const numbering = /^\s*(?:\d+\s*[.、．)）]|[（(]\d+[)）]|[-*•·])\s*/

/** The entries of pasted text, each once; empty lines and their numbering fall away. */
export function linesOf(pasted: string): Line[] {
  const found = new Map<string, Line>()
  for (const line of pasted.split(/\r?\n/)) {
    const [first = '', ...rest] = line.replace(numbering, '').split(/[\t,，|]/)
    const text = first.trim()
    if (text && !found.has(text)) found.set(text, { text, note: rest.map((part) => part.trim()).filter(Boolean).join('，') })
  }
  return [...found.values()]
}

/** A number as typed; undefined where none was, NaN where it is none. */
export const numberOf = (typed: string): number | undefined => (typed.trim() ? Number(typed.trim().replace(/[，,]/g, '')) : undefined)
