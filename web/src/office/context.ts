import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Meta } from '../api'
import { LangContext } from '../context'
import type { Session } from './session'
import { officeWords } from './words'

/** What every page of the office knows. */
export interface Office {
  session: Session
  meta: Meta
  reload: () => Promise<void> // asks who is at work once more
  say: (text: string, act?: { word: string; run: () => void }) => void // in a line below, with what may be done about it
}

export const OfficeContext = createContext<Office | null>(null)

/** The words of the office and, inside its shell, who is at work. */
export function useOffice() {
  const lang = useContext(LangContext)
  return { lang, t: officeWords(lang) }
}

/** The session and the rest; only beneath the shell. */
export function useSession(): Office {
  const office = useContext(OfficeContext)
  if (!office) throw new Error('useSession outside the shell')
  return office
}
