import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Hands } from './hands'

export const HandsContext = createContext<Hands | null>(null)
export const useHands = (): Hands => useContext(HandsContext)!
