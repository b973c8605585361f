import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { words, type Lang } from './words'

export const LangContext = createContext<Lang>('zh')

export function useWords() {
  const lang = useContext(LangContext)
  return { lang, t: words(lang) }
}
