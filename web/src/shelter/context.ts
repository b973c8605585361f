import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Keeper } from './keeper'

export const KeeperContext = createContext<Keeper | null>(null)
export const useKeeper = (): Keeper => useContext(KeeperContext)!
