// The public keys and the void list as the phone last had them: fetched where there is a network, read where there is none.

import type { KeysFile, VoidFile } from './payload'

const files = { keys: '/.well-known/diming-keys.json', void: '/.well-known/diming-void.json' } as const

function kept<T>(name: keyof typeof files): T | null {
  try {
    return JSON.parse(localStorage.getItem('plate-' + name) ?? 'null') as T | null
  } catch {
    return null
  }
}

export const known = () => ({ keys: kept<KeysFile>('keys'), list: kept<VoidFile>('void') })

/** Fetches them; what could not be fetched stays as it was. */
export async function renew(names = Object.keys(files) as (keyof typeof files)[]): Promise<void> {
  await Promise.all(names.map(async (name) => {
    try {
      const answer = await fetch(files[name], { cache: 'no-store' })
      if (answer.ok) localStorage.setItem('plate-' + name, JSON.stringify(await answer.json()))
    } catch {
      // no network: the old one serves
    }
  }))
}
