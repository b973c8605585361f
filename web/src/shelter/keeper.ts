// The state of the app: the shelters that somebody keeps, and what was said of them.

import { Live } from '../field/live'
import { open, type Database } from '../queue/database'
import { unanswered } from '../queue/item'
import { Phone } from '../queue/phone'
import { freshItem, type Item, type Saying, type Shelter, type Warning } from './domain'
import { bodyOf, nextOf, taken, trimmed } from './rules'
import { t } from './words'

/** What was last fetched; a list that an older page kept has no warnings. */
export interface List { items: Shelter[]; warnings?: Warning[]; at: string }

export class Keeper extends Phone<Item> {
  readonly list = new Live<List | null>(null)
  protected readonly right = 'shelter.keep'
  protected readonly lists = { list: this.list }

  private constructor(db: Database<Item>) {
    super(db, t)
  }

  static async open(): Promise<Keeper> {
    const keeper = new Keeper(await open<Item>('diming-shelter'))
    keeper.list.set(await keeper.thing<List>('list'))
    return keeper.read()
  }

  refresh = (): Promise<string> =>
    this.fetchList<{ items: Shelter[]; warnings?: Warning[] }, List>('/v1/shelters?of=kept', 'list', this.list, ({ items, warnings }) => ({ items, ...(warnings && { warnings }), at: new Date().toISOString() }))

  protected override async look(): Promise<void> {
    if (this.me.value && !this.logIn.value && navigator.onLine) await this.refresh()
  }

  /** Takes a report: it lies on the phone, and then it is sent. */
  async say(shelter: Shelter, saying: Saying): Promise<boolean> {
    const me = this.me.value
    return me !== null && this.add(freshItem(crypto.randomUUID(), me, shelter, saying, new Date().toISOString()))
  }

  retry = (item: Item) => this.put({ ...item, fate: 'ready', said: '', tries: 0, notBefore: 0 }).then(() => this.send())
  drop = (item: Item) => this.put({ ...item, fate: 'dropped' })

  protected next = (me: string) => nextOf(this.queue.value, me, Date.now())

  protected async sendOne(item: Item): Promise<boolean> {
    const answer = await this.ask(`/v1/shelters/${item.shelter.id}/reports`, { method: 'POST', body: bodyOf(item, new Date()), type: 'application/json' })
    if (answer.status !== 200) return this.put(unanswered(item, answer, Date.now()))
    const body = answer.body as { counts: boolean; doubtful: boolean; shelter: Shelter }
    return this.put(taken(item, body), body.shelter)
  }

  /** Writes an item, and where it was sent what the server now says of the shelter. */
  private async put(item: Item, now: Shelter | null = null): Promise<boolean> {
    const { kept: queue, gone } = trimmed(this.queue.value.map((one) => (one.id === item.id ? item : one)))
    const before = this.list.value
    const after = before && now && { ...before, items: before.items.map((one) => (one.id === now.id ? now : one)) }
    const written = await this.kept(async () => {
      const tx = this.db.transaction(['things', 'queue'], 'readwrite')
      void tx.objectStore('queue').put(item, item.id)
      for (const id of gone) void tx.objectStore('queue').delete(id)
      if (after) void tx.objectStore('things').put(after, 'list')
      await tx.done
    })
    if (!written) return false
    this.queue.set(queue)
    if (after) this.list.set(after)
    return true
  }
}
