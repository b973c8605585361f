// The ways that are being walked, whichever screen is shown: each point lies on the phone before the next is taken.

import type { Position } from './domain'
import { fix, followPosition, recorded } from './geo/position'
import { Live } from './live'
import type { Change, Vault } from './vault/vault'

export const trackKey = (task: string) => 'track/' + task

const every = 10_000 // milliseconds between two points, by the positions' own time

export class Tracks {
  /** The points of each task whose way is recorded. */
  readonly running = new Live<ReadonlyMap<string, readonly Position[]>>(new Map())
  private unfollow: (() => void) | null = null

  constructor(private readonly save: (changes: Change[]) => Promise<boolean>) {}

  /** Goes on with what was being recorded when the app was closed. */
  async open(vault: Pick<Vault, 'all'>): Promise<void> {
    this.running.set(await vault.all<Position[]>(trackKey('')))
    this.follow()
  }

  async start(task: string): Promise<void> {
    await this.keep(task, [])
    this.follow()
  }

  /** Ends a way that was written elsewhere, or holds nothing. */
  end(task: string): void {
    const rest = new Map(this.running.value)
    rest.delete(task)
    this.running.set(rest)
  }

  close(): void {
    this.unfollow?.()
    this.unfollow = null
  }

  private follow(): void {
    if (this.unfollow || !this.running.value.size) return
    followPosition()
    this.unfollow = fix.follow(() => this.add(Date.now()))
    this.add(Date.now())
  }

  private add(now: number): void {
    const here = recorded(fix.value, now)
    if (!here) return
    for (const [task, points] of this.running.value) {
      const last = points.at(-1)
      if (!last || Math.abs(Date.parse(here.at) - Date.parse(last.at)) >= every) void this.keep(task, [...points, here])
    }
  }

  private keep(task: string, points: readonly Position[]): Promise<boolean> {
    this.running.set(new Map(this.running.value).set(task, points))
    return this.save([{ in: 'things', key: trackKey(task), value: points }])
  }
}
