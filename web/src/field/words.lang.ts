// Which language a phone is spoken to in.

export type Lang = 'zh' | 'en'

/** Chinese unless the phone has no Chinese among its languages. */
export const langOf = (preferred: readonly string[]): Lang =>
  !preferred.length || preferred.some((lang) => lang.startsWith('zh')) ? 'zh' : 'en'
