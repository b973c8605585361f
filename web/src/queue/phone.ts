// The state of an app that works without a network: who works, and what has not been sent. Everything is on the phone before a screen says so.

import { Live } from '../field/live'
import { ask, type Answer } from '../field/net/http'
import type { Database } from './database'
import { inOrder, type Person, type Queued } from './item'

export interface PhoneWords {
  trouble: { offline: string; server: string; full: string }
  login: { office: string; role: string }
}

/** A list of the server's that is kept on the phone for who is logged in, by its key. */
type Lists = Readonly<Record<string, { set(gone: null): void }>>

export abstract class Phone<I extends Queued> {
  readonly me = new Live<Person | null>(null)
  readonly queue = new Live<I[]>([])
  readonly network = new Live<'on' | 'off'>(navigator.onLine ? 'on' : 'off')
  readonly logIn = new Live(false) // the server asks who this is
  readonly trouble = new Live('')
  private busy = false
  private timers: ReturnType<typeof setInterval>[] = []

  protected constructor(protected readonly db: Database<I>, private readonly words: PhoneWords) {}

  /** The action that who works with the app must be allowed. */
  protected abstract readonly right: string
  protected abstract readonly lists: Lists
  /** Reads the lists anew; "" or why not. */
  abstract refresh(): Promise<string>
  /** The item that a person's queue sends next, if one is due. */
  protected abstract next(me: string): I | null
  /** Sends one item and writes what became of it; false where the rest must wait. */
  protected abstract sendOne(item: I): Promise<boolean>
  /** What an app does by itself once there is a network, and then every so often while it is looked at. */
  protected async look(): Promise<void> {}

  /** Reads what lies on the phone. */
  protected async read(): Promise<this> {
    const [me, queue] = await Promise.all([this.db.get('things', 'me'), this.db.getAll('queue')])
    this.me.set((me as Person | undefined) ?? null)
    this.queue.set(inOrder(queue))
    return this
  }

  protected thing = async <T>(key: string): Promise<T | null> => ((await this.db.get('things', key)) as T | undefined) ?? null

  start(): void {
    this.timers = [setInterval(() => void this.send(), 1000), setInterval(() => { if (document.visibilityState === 'visible') void this.look() }, 30_000)]
    addEventListener('online', this.online)
    addEventListener('offline', this.offline)
    void this.send().then(() => this.look())
  }

  stop(): void {
    this.timers.forEach(clearInterval)
    removeEventListener('online', this.online)
    removeEventListener('offline', this.offline)
  }

  private readonly online = () => void this.hurry().then(() => this.look())
  private readonly offline = () => this.network.set('off')

  /** Asks the server; notes whether it answers and whether it knows who asks. */
  async ask(path: string, asking: Parameters<typeof ask>[1] = {}): Promise<Answer> {
    const answer = await ask(path, asking)
    this.network.set(answer.status ? 'on' : 'off')
    if (answer.status === 401 && path !== '/v1/session') this.logIn.set(true)
    return answer
  }

  /** Why an answer is not what was asked for. */
  protected why = (answer: Answer): string => (answer.status ? answer.sentence || this.words.trouble.server : this.words.trouble.offline)

  /** Reads a list and keeps it; "" or why not. */
  protected async fetchList<T, K>(path: string, key: string, live: Live<K | null>, make: (body: T) => K): Promise<string> {
    const answer = await this.ask(path, { timeout: 60_000 })
    if (answer.status !== 200) return this.why(answer)
    const list = make(answer.body as T)
    if (!(await this.keep([[key, list]]))) return this.trouble.value
    live.set(list)
    return ''
  }

  /** Logs in; "" or why not. What another person's lists held leaves the phone. */
  async enter(login: string, password: string): Promise<string> {
    const answer = await this.ask('/v1/session', { method: 'POST', type: 'application/json', body: JSON.stringify({ login, password }) })
    if (answer.status !== 200) return this.why(answer)
    const { account, can, must_change_password, second_factor } = answer.body as { account: Person; can: string[]; must_change_password: boolean; second_factor: string }
    if (must_change_password || second_factor === 'needed') return this.words.login.office
    if (!can.includes(this.right)) {
      await this.ask('/v1/session', { method: 'DELETE' })
      return this.words.login.role
    }
    const me = { id: account.id, name: account.name }
    const another = this.me.value !== null && this.me.value.id !== me.id
    if (!(await this.become(me, another))) return this.trouble.value
    this.logIn.set(false)
    void navigator.storage?.persist?.().catch(() => false)
    void this.hurry()
    return this.refresh()
  }

  /** Logs out. What was not sent stays for whose it is. */
  async leave(): Promise<void> {
    await this.ask('/v1/session', { method: 'DELETE' })
    await this.become(null, true)
  }

  private async become(me: Person | null, clear: boolean): Promise<boolean> {
    const lists = clear ? Object.entries(this.lists) : []
    if (!(await this.keep([['me', me], ...lists.map(([key]): [string, null] => [key, null])]))) return false
    for (const [, list] of lists) list.set(null)
    this.me.set(me)
    return true
  }

  /** Writes a new item and what goes with it, and then sends it; false where there was no room. */
  protected async add(item: I, drop: string | null = null): Promise<boolean> {
    const written = await this.kept(async () => {
      const tx = this.db.transaction(['things', 'queue'], 'readwrite')
      void tx.objectStore('queue').put(item, item.id)
      if (drop) void tx.objectStore('things').delete(drop)
      await tx.done
    })
    if (!written) return false
    this.queue.set([...this.queue.value, item])
    void this.send()
    return true
  }

  /** Takes an item that is not to be sent from the phone, with its photo. */
  async forget(item: I, photo: string | null = null): Promise<void> {
    const gone = await this.kept(async () => {
      const tx = this.db.transaction(['queue', 'photos'], 'readwrite')
      void tx.objectStore('queue').delete(item.id)
      if (photo) void tx.objectStore('photos').delete(photo)
      await tx.done
    })
    if (gone) this.queue.set(this.queue.value.filter(({ id }) => id !== item.id))
  }

  /** Sends at once what would wait. */
  async hurry(): Promise<void> {
    this.queue.set(this.queue.value.map((item) => (item.fate === 'ready' ? { ...item, notBefore: 0 } : item)))
    await this.send()
  }

  /** Sends what is due, one after another. */
  async send(): Promise<void> {
    if (this.busy || this.logIn.value || !navigator.onLine) return
    this.busy = true
    try {
      for (let known = false; ;) {
        const me = this.me.value
        const item = me && this.next(me.id)
        if (!item || (!known && !(await this.isStill(me)))) return
        known = true
        if (!(await this.sendOne(item)) || this.logIn.value) return
      }
    } finally {
      this.busy = false
    }
  }

  /** Whether the server still takes this browser for the same person: another may have logged in on another page, and nothing is signed by whoever comes next. */
  private async isStill(me: Person): Promise<boolean> {
    const answer = await this.ask('/v1/session')
    if (answer.status !== 200 && answer.status !== 401) return false
    const same = (answer.body as { account?: Person } | null)?.account?.id === me.id
    this.logIn.set(!same)
    return same
  }

  protected keep(things: [key: string, value: unknown][]): Promise<boolean> {
    return this.kept(async () => {
      const tx = this.db.transaction('things', 'readwrite')
      for (const [key, value] of things) void (value === null ? tx.store.delete(key) : tx.store.put(value, key))
      await tx.done
    })
  }

  /** Whether a write was kept; where it was not, a sentence says so and nothing changed. */
  protected async kept(write: () => Promise<void>): Promise<boolean> {
    try {
      await write()
      this.trouble.set('')
      return true
    } catch {
      this.trouble.set(this.words.trouble.full)
      return false
    }
  }
}
