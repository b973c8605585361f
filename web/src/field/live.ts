// A value that screens follow.

import { useEffect, useState } from 'preact/hooks'

export class Live<T> {
  private readonly followers = new Set<(value: T) => void>()

  constructor(private now: T) {}

  get value(): T {
    return this.now
  }

  set(value: T): void {
    if (Object.is(value, this.now)) return
    this.now = value
    for (const follow of [...this.followers]) follow(value)
  }

  /** Calls follow at every change until the answer is called. */
  follow(follow: (value: T) => void): () => void {
    this.followers.add(follow)
    return () => this.followers.delete(follow)
  }
}

export function useLive<T>(live: Live<T>): T {
  const [value, set] = useState(live.value)
  useEffect(() => {
    set(live.value)
    return live.follow(set)
  }, [live])
  return value
}
