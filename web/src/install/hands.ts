// The state of the app: what there is to do at walls, and what was done.

import { Live } from '../field/live'
import { open, type Database } from '../queue/database'
import { Phone } from '../queue/phone'
import { blank, type Act, type Draft, type Item, type Job, type Work } from './domain'
import { again, fated, nextOf, settled } from './fate'
import { renew } from './known'
import { t } from './words'

const work = '/v1/plates/work'
const states = { jobs: 'received,faulty', patrol: 'installed,in_use,faulty', all: 'planned,checked,ordered,made,received,installed,in_use,faulty,replaced,removed,void' }

export interface Village { division: string; name: string }
type Patrol = Work & { village: Village }

export class Hands extends Phone<Item> {
  readonly work = new Live<Work | null>(null)
  readonly patrol = new Live<Patrol | null>(null)
  protected readonly right = 'plate.hang'
  protected readonly lists = { work: this.work, patrol: this.patrol }
  private found = new Map<string, Job>() // plates that were asked for by their code

  private constructor(db: Database<Item>) {
    super(db, t)
  }

  static async open(): Promise<Hands> {
    const hands = new Hands(await open<Item>('diming-install'))
    hands.work.set(await hands.thing<Work>('work'))
    hands.patrol.set(await hands.thing<Patrol>('patrol'))
    return hands.read()
  }

  override start(): void {
    super.start()
    void renew()
  }

  async refresh(): Promise<string> {
    void renew()
    const said = await this.fetchList<Work, Work>(`${work}?state=${states.jobs}`, 'work', this.work, (jobs) => jobs)
    return said || !this.patrol.value ? said : this.walk(this.patrol.value.village)
  }

  /** Takes the plates that hang in a village along; "" or why not. */
  walk = (village: Village): Promise<string> =>
    this.fetchList<Work, Patrol>(`${work}?state=${states.patrol}&division=${village.division}`, 'patrol', this.patrol, (plates) => ({ ...plates, village }))

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
    return this.add({ id: crypto.randomUUID(), key: crypto.randomUUID(), by: me, job, etag: waits ? null : job.etag, act, photo, made: new Date().toISOString(), fate: 'ready', said: '', tries: 0, notBefore: 0 }, 'draft/' + job.id)
  }

  /** Sends an item that was not taken once more, against the plate as it stands now; "" or why not. */
  async retry(item: Item, note: string): Promise<string> {
    const answer = await this.ask('/v1/plates/' + item.job.id)
    if (answer.status !== 200) return this.why(answer)
    const now = answer.body as { etag: string; may: string[] }
    if (!now.may.includes(item.act.step)) return t.queue.nowNot
    await this.put(again(item, now.etag, crypto.randomUUID(), note))
    void this.send()
    return ''
  }

  drop = (item: Item) => this.put({ ...item, fate: 'dropped' })

  protected next = (me: string) => nextOf(this.queue.value, me, Date.now())

  protected async sendOne(before: Item): Promise<boolean> {
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
}
