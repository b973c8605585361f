// The state of the app: who works, what there is to do, what has not been sent. Everything is on the phone before a screen says so.

import { Live } from '../field/live'
import { ask, type Answer } from '../field/net/http'
import type { Database } from './db'
import { blank, type Act, type Draft, type Item, type Job, type Person, type Work } from './domain'
import { again, fated, nextOf, settled } from './fate'
import { t } from './words'

const work = '/v1/plates/work'
const states = { jobs: 'received,faulty', patrol: 'installed,in_use,faulty', all: 'planned,checked,ordered,made,received,installed,in_use,faulty,replaced,removed,void' }

export interface Village { division: string; name: string }

export class Hands {
  readonly me: Live<Person | null>
  readonly work: Live<Work | null>
  readonly patrol: Live<(Work & { village: Village }) | null>
  readonly queue: Live<Item[]>
  readonly network = new Live<'on' | 'off'>(navigator.onLine ? 'on' : 'off')
  readonly logIn = new Live(false) // the server asks who this is
  readonly trouble = new Live('')
  private found = new Map<string, Job>() // plates that were asked for by their code
  private busy = false
  private timer: ReturnType<typeof setInterval> | null = null

  private constructor(private readonly db: Database, me: Person | null, jobs: Work | null, patrol: (Work & { village: Village }) | null, queue: Item[]) {
    this.me = new Live(me)
    this.work = new Live(jobs)
    this.patrol = new Live(patrol)
    this.queue = new Live(queue)
  }

  static async open(db: Database): Promise<Hands> {
    const [me, jobs, patrol, queue] = await Promise.all([db.get('things', 'me'), db.get('things', 'work'), db.get('things', 'patrol'), db.getAll('queue')])
    return new Hands(db, (me as Person | undefined) ?? null, (jobs as Work | undefined) ?? null, (patrol as (Work & { village: Village }) | undefined) ?? null,
      queue.sort((a, b) => a.made.localeCompare(b.made) || a.id.localeCompare(b.id)))
  }

  start(): void {
    this.timer = setInterval(() => void this.send(), 1000)
    addEventListener('online', this.online)
    addEventListener('offline', this.offline)
    void this.send()
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer)
    removeEventListener('online', this.online)
    removeEventListener('offline', this.offline)
  }

  private readonly online = () => void this.hurry()
  private readonly offline = () => this.network.set('off')

  /** Asks the server; notes whether it answers and whether it knows who asks. */
  async ask(path: string, asking: Parameters<typeof ask>[1] = {}): Promise<Answer> {
    const answer = await ask(path, asking)
    this.network.set(answer.status ? 'on' : 'off')
    if (answer.status === 401 && path !== '/v1/session') this.logIn.set(true)
    return answer
  }

  /** Logs in; "" or why not. */
  async enter(login: string, password: string): Promise<string> {
    const answer = await this.ask('/v1/session', { method: 'POST', type: 'application/json', body: JSON.stringify({ login, password }) })
    if (answer.status !== 200) return answer.status ? answer.sentence || t.trouble.server : t.trouble.offline
    const { account, can, must_change_password, second_factor } = answer.body as { account: Person; can: string[]; must_change_password: boolean; second_factor: string }
    if (must_change_password || second_factor === 'needed') return t.login.office
    if (!can.includes('plate.hang')) {
      await this.ask('/v1/session', { method: 'DELETE' })
      return t.login.role
    }
    const me = { id: account.id, name: account.name }
    if (!(await this.keep([['me', me]]))) return this.trouble.value
    this.me.set(me)
    this.logIn.set(false)
    void navigator.storage?.persist?.().catch(() => false)
    void this.hurry()
    return this.refresh()
  }

  /** Logs out. What was not sent stays for who did it. */
  async leave(): Promise<void> {
    await this.ask('/v1/session', { method: 'DELETE' })
    await this.keep([['me', null], ['work', null], ['patrol', null]])
    this.me.set(null)
    this.work.set(null)
    this.patrol.set(null)
  }

  /** Reads the lists anew; "" or why not. */
  async refresh(): Promise<string> {
    const answer = await this.ask(`${work}?state=${states.jobs}`, { timeout: 60_000 })
    if (answer.status !== 200) return answer.status ? answer.sentence || t.trouble.server : t.trouble.offline
    const jobs = answer.body as Work
    if (!(await this.keep([['work', jobs]]))) return this.trouble.value
    this.work.set(jobs)
    return this.patrol.value ? this.walk(this.patrol.value.village) : ''
  }

  /** Takes the plates that hang in a village along; "" or why not. */
  async walk(village: Village): Promise<string> {
    const answer = await this.ask(`${work}?state=${states.patrol}&division=${village.division}`, { timeout: 60_000 })
    if (answer.status !== 200) return answer.status ? answer.sentence || t.trouble.server : t.trouble.offline
    const patrol = { ...(answer.body as Work), village }
    if (!(await this.keep([['patrol', patrol]]))) return this.trouble.value
    this.patrol.set(patrol)
    return ''
  }

  job(id: string): Job | null {
    return this.work.value?.items.find((job) => job.id === id) ?? this.patrol.value?.items.find((job) => job.id === id) ?? this.found.get(id) ?? this.queue.value.find(({ job }) => job.id === id)?.job ?? null
  }

  /** The plate that bears a token: of the phone, else of the server; null where neither knows it. */
  async byToken(token: string): Promise<Job | null | 'offline'> {
    const is = (job: Job) => job.token.replaceAll('-', '') === token
    const here = this.work.value?.items.find(is) ?? this.patrol.value?.items.find(is) ?? this.queue.value.find(({ job }) => is(job))?.job
    if (here) return here
    const answer = await this.ask(`${work}?state=${states.all}&q=${token}`)
    if (answer.status !== 200) return 'offline'
    const found = (answer.body as Work).items.find(is) ?? null
    if (found) this.found.set(found.id, found)
    return found
  }

  draft = async (plate: string): Promise<Draft> => ({ ...blank, ...((await this.db.get('things', 'draft/' + plate)) as Draft | undefined) })

  /** Keeps what is being filled in, with a new photo in the place of an old one where there is one. */
  async write(plate: string, draft: Draft, photo?: Uint8Array<ArrayBuffer>, old: string | null = null): Promise<boolean> {
    return this.kept(async () => {
      const tx = this.db.transaction(['things', 'photos'], 'readwrite')
      if (photo && draft.photo) void tx.objectStore('photos').put(photo, draft.photo)
      if (photo && old) void tx.objectStore('photos').delete(old)
      void tx.objectStore('things').put(draft, 'draft/' + plate)
      await tx.done
    })
  }

  photo = async (key: string): Promise<Uint8Array<ArrayBuffer> | null> => (await this.db.get('photos', key)) ?? null

  /** Takes a step: it and the end of its draft lie on the phone together, and then it is sent. */
  async take(job: Job, act: Act, photo: string | null): Promise<boolean> {
    const me = this.me.value
    if (!me) return false
    const waits = this.queue.value.some((item) => item.job.id === job.id && item.fate !== 'sent' && item.fate !== 'dropped')
    const item: Item = { id: crypto.randomUUID(), key: crypto.randomUUID(), by: me, job, etag: waits ? null : job.etag, act, photo, made: new Date().toISOString(), fate: 'ready', said: '', tries: 0, notBefore: 0 }
    const written = await this.kept(async () => {
      const tx = this.db.transaction(['things', 'queue'], 'readwrite')
      void tx.objectStore('queue').put(item, item.id)
      void tx.objectStore('things').delete('draft/' + job.id)
      await tx.done
    })
    if (!written) return false
    this.queue.set([...this.queue.value, item])
    void this.send()
    return true
  }

  /** Sends an item that was not taken once more, against the plate as it stands now; "" or why not. */
  async retry(item: Item, note: string): Promise<string> {
    const answer = await this.ask('/v1/plates/' + item.job.id)
    if (answer.status !== 200) return answer.status ? answer.sentence : t.trouble.offline
    const now = answer.body as { etag: string; may: string[] }
    if (!now.may.includes(item.act.step)) return t.queue.nowNot
    await this.put(again(item, now.etag, crypto.randomUUID(), note))
    void this.send()
    return ''
  }

  drop = (item: Item) => this.put({ ...item, fate: 'dropped' })

  /** Takes an item that is not to be sent from the phone, with its photo. */
  async forget(item: Item): Promise<void> {
    const gone = await this.kept(async () => {
      const tx = this.db.transaction(['queue', 'photos'], 'readwrite')
      void tx.objectStore('queue').delete(item.id)
      if (item.photo) void tx.objectStore('photos').delete(item.photo)
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
        const item = me && nextOf(this.queue.value, me.id, Date.now())
        if (!item || (!known && !(await this.isStill(me)))) return
        known = true
        if (!(await this.sendOne(item)) || this.logIn.value) return
      }
    } finally {
      this.busy = false
    }
  }

  /** Whether the server still takes this browser for the same person: another may have logged in on another page, and steps are not signed by whoever comes next. */
  private async isStill(me: Person): Promise<boolean> {
    const answer = await this.ask('/v1/session')
    if (answer.status !== 200 && answer.status !== 401) return false
    const same = (answer.body as { account?: Person } | null)?.account?.id === me.id
    this.logIn.set(!same)
    return same
  }

  private async sendOne(before: Item): Promise<boolean> {
    let item = before
    const at = '/v1/plates/' + item.job.id
    if (item.photo && !item.act.photo) {
      const bytes = await this.photo(item.photo)
      if (!bytes) return this.put({ ...item, fate: 'refused', said: t.queue.photoGone })
      const answer = await this.ask(`${at}/photos?filename=${item.id}.jpg`, { method: 'POST', body: bytes, type: 'image/jpeg', timeout: 120_000 })
      if (answer.status !== 201) return this.put(fated(item, answer, Date.now()))
      item = { ...item, act: { ...item.act, photo: (answer.body as { photo: string }).photo } }
      if (!(await this.put(item))) return false
    }
    const answer = await this.ask(at + '/steps', { method: 'POST', body: JSON.stringify(item.act), type: 'application/json', headers: { 'If-Match': item.etag ?? '', 'Idempotency-Key': item.key } })
    const after = fated(item, answer, Date.now())
    const now = after.fate === 'sent' ? (answer.body as Partial<Job>) : null
    return this.put(after, now)
  }

  /** Writes an item, and where it was sent what the server now says of the plate. */
  private async put(item: Item, now: Partial<Job> | null = null): Promise<boolean> {
    const queue = settled(this.queue.value, item, now?.etag ?? item.etag)
    const renewed = <W extends Work>(list: W | null): W | null =>
      list && now && { ...list, items: list.items.map((job) => (job.id === item.job.id ? { ...job, state: now.state ?? job.state, etag: now.etag ?? job.etag, due: now.due, fault: item.act.fault, said: item.act.note } : job)) }
    const [jobs, patrol] = [renewed(this.work.value), renewed(this.patrol.value)]
    const written = await this.kept(async () => {
      const tx = this.db.transaction(['things', 'queue', 'photos'], 'readwrite')
      for (const [i, one] of queue.entries()) if (one !== this.queue.value[i]) void tx.objectStore('queue').put(one, one.id)
      if (jobs) void tx.objectStore('things').put(jobs, 'work')
      if (patrol) void tx.objectStore('things').put(patrol, 'patrol')
      if (item.fate === 'sent' && item.photo) void tx.objectStore('photos').delete(item.photo)
      await tx.done
    })
    if (!written) return false
    this.queue.set(queue)
    if (jobs) this.work.set(jobs)
    if (patrol) this.patrol.set(patrol)
    return true
  }

  private keep(things: [key: string, value: unknown][]): Promise<boolean> {
    return this.kept(async () => {
      const tx = this.db.transaction('things', 'readwrite')
      for (const [key, value] of things) void (value === null ? tx.store.delete(key) : tx.store.put(value, key))
      await tx.done
    })
  }

  /** Whether a write was kept; where it was not, a sentence says so and nothing changed. */
  private async kept(write: () => Promise<void>): Promise<boolean> {
    try {
      await write()
      this.trouble.set('')
      return true
    } catch {
      this.trouble.set(t.trouble.full)
      return false
    }
  }
}
