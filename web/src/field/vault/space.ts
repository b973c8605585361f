// How much room the phone gives, and whether it may clear what it holds.

export interface Space {
  used: number // bytes
  quota: number // bytes; 0 where the browser does not tell
  kept: boolean | null // persistent; null where it was not asked or cannot be
}

export type Pressure = 'none' | 'low' | 'full'

const mega = 1 << 20

export async function space(): Promise<Space> {
  const told: StorageEstimate = (await navigator.storage?.estimate?.().catch(() => null)) ?? {}
  const { usage = 0, quota = 0 } = told
  return { used: usage, quota, kept: (await navigator.storage?.persisted?.().catch(() => null)) ?? null }
}

/** Asks the browser never to clear what is here; its answer. */
export const keep = async (): Promise<boolean> => (await navigator.storage?.persist?.().catch(() => false)) ?? false

/** Whether room for coming bytes is there: a day in the hills needs about 100 MB. */
export function pressure({ used, quota }: Space, coming = 0): Pressure {
  if (!quota) return 'none'
  const left = quota - used - coming
  return left < 20 * mega ? 'full' : left < 150 * mega ? 'low' : 'none'
}
