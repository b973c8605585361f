// A renaming is told with both names: the one that ends and the one that begins.

export interface Both { was?: string; text?: string }

export const renamed = ({ was, text = '' }: Both): string => (was && was !== text ? `${was} → ${text}` : text)

/** The title of a case, with the name that its first renaming ends. */
export function titled(title: string, first: Both | undefined): string {
  if (!first?.was || !first.text || first.was === first.text || title.includes(`${first.was} → `)) return title
  return title.startsWith(first.text) ? `${first.was} → ${title}` : `${title}（${renamed(first)}）`
}

/** The names of a renaming as a notice tells them: 将“甲”更名为“乙”. */
export const renamedInWords = (names: readonly Both[]): string => names.map(({ was, text }) => (was ? `将“${was}”更名为“${text}”` : `更名为“${text}”`)).join('、')
