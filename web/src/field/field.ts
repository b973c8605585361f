// What the unlocked app knows: the person, the tasks, the packs; each is what lies in the vault.

import type { Me, Pack, Side, Task } from './domain'
import { Live } from './live'
import { Outbox } from './outbox'
import { offWords, serverTime, type Pair } from './net/clock'
import { ask, bytes, type Answer, type Asking } from './net/http'
import { readNews } from './net/news'
import { Sender } from './net/sender'
import { Tracks } from './track'
import type { Effect } from './protocol/phone'
import { pressure, space, type Space } from './vault/space'
import { NoRoom, type Change, type Vault } from './vault/vault'
import { lang, t } from './words'

/** A pack on the phone; earlier are those, the latest first, whose tiles serve until all of this one are here. */
export interface Kept { pack: Pack; earlier: string[]; state: 'good' | 'withdrawn' | 'moved'; behind: boolean; side?: Side }

/** What must stand on every map. */
export interface Imprint { demo: boolean; approval_number: string | null; attribution: string }

export class Field {
  readonly me = new Live<Me | null>(null)
  readonly tasks = new Live<Task[]>([])
  readonly packs = new Live<ReadonlyMap<string, Kept>>(new Map())
  readonly imprint = new Live<Imprint | null>(null)
  readonly clock = new Live<Pair | null>(null)
  readonly network = new Live<'on' | 'off' | 'trying'>(navigator.onLine ? 'on' : 'off')
  readonly space = new Live<Space | null>(null)
  readonly trouble = new Live('') // the last thing that went wrong, as a sentence

  readonly tracks = new Tracks((changes) => this.save(changes))
  outbox!: Outbox
  private readonly sender = new Sender(this)

  private constructor(readonly vault: Vault) {}

  static async open(vault: Vault): Promise<Field> {
    const field = new Field(vault)
    const [me, tasks, clock, imprint, packs, outbox] = await Promise.all([
      vault.get<Me>('me'), vault.get<Task[]>('tasks'), vault.get<Pair>('clock'), vault.get<Imprint>('imprint'), vault.all<Kept>('pack/'),
      Outbox.open(vault, { save: (changes) => field.save(changes), perform: (effects) => field.perform(effects) }),
      field.tracks.open(vault),
    ])
    field.me.set(me)
    field.tasks.set(tasks ?? [])
    field.clock.set(clock)
    field.imprint.set(imprint)
    // An app of before kept the name of one earlier pack, or null.
    field.packs.set(new Map(Array.from(packs, ([task, kept]) => [task, { ...kept, earlier: [kept.earlier ?? []].flat() }])))
    field.outbox = outbox
    void field.measure()
    field.sender.start()
    return field
  }

  /** Ends everything that goes on behind the screens. */
  close(): void {
    this.sender.stop()
    this.tracks.close()
  }

  /** Sends what waits, now. */
  sendNow(): void {
    this.sender.online()
    void readNews(this)
  }

  private perform(effects: readonly Effect[]): void {
    this.sender.perform(effects)
    for (const { do: what, id, new_id, tell } of effects) {
      if (what === 'check') void this.outbox.happen([{ on: 'check', id: id!, now: Date.now() }])
      else if (what === 'rename') void this.outbox.rename(id!, new_id!)
      else if (what === 'drop') void this.outbox.drop(id!)
      else if (what === 'tell') this.tell(tell!)
    }
  }

  private tell(what: string): void {
    const sentence = t.tells[what]
    if (sentence) this.trouble.set(sentence)
  }

  /** Writes all or nothing; false where that failed, with the reason in trouble. */
  async save(changes: Change[]): Promise<boolean> {
    try {
      await this.vault.write(changes)
      return true
    } catch (err) {
      this.trouble.set(err instanceof NoRoom ? t.trouble.noRoom : t.trouble.unknown(String(err)))
      void this.measure()
      return false
    }
  }

  async measure(): Promise<Space> {
    const now = await space()
    this.space.set(now)
    const level = { none: 'ok', low: 'low', full: 'full' }[pressure(now)]
    if (this.outbox && level !== this.outbox.phone.value.storage) void this.outbox.happen([{ on: 'storage', level }])
    return now
  }

  /** Whether bytes more may be written; says why not. */
  async roomFor(bytes: number): Promise<boolean> {
    if (pressure(await this.measure(), bytes) !== 'full') return true
    this.trouble.set(t.trouble.full)
    return false
  }

  /** Asks under the device's token. */
  async ask(path: string, asking: Asking = {}): Promise<Answer> {
    const answer = await ask(path, { ...asking, token: this.me.value?.token })
    this.heard(answer.status, answer.time)
    return answer
  }

  async bytes(path: string, signal?: AbortSignal) {
    const answer = await bytes(path, { signal, token: this.me.value?.token })
    this.heard(answer.status, null)
    return answer
  }

  /** The time that the server most likely has now, in milliseconds. */
  now = (): number => serverTime(this.clock.value, Date.now())

  /** How far the phone's clock is off, '' where it is right. */
  clockOff = (): string => offWords(this.clock.value, lang)

  async setMe(me: Me | null): Promise<boolean> {
    if (!(await this.save([{ in: 'things', key: 'me', value: me }]))) return false
    this.me.set(me)
    if (me) await this.outbox.happen([{ on: 'login', key: me.serverKey }])
    return true
  }

  /** Reads what must stand on every map; what was read before stays where there is no network. */
  async readImprint(): Promise<void> {
    const { status, body } = await ask('/v1/meta')
    if (status !== 200) return
    const { demo, approval_number, attribution } = body as Imprint
    const imprint = { demo, approval_number, attribution }
    if (await this.save([{ in: 'things', key: 'imprint', value: imprint }])) this.imprint.set(imprint)
  }

  async setTasks(tasks: Task[]): Promise<void> {
    if (await this.save([{ in: 'things', key: 'tasks', value: tasks }])) this.tasks.set(tasks)
  }

  async setPack(task: string, kept: Kept | null, more: Change[] = []): Promise<boolean> {
    if (!(await this.save([{ in: 'things', key: 'pack/' + task, value: kept }, ...more]))) return false
    const packs = new Map(this.packs.value)
    if (kept) packs.set(task, kept)
    else packs.delete(task)
    this.packs.set(packs)
    return true
  }

  /** Whether a pack may no longer be worked with. */
  expired = ({ pack }: Kept): boolean => this.now() > Date.parse(pack.expires)

  private heard(status: number, time: Pair | null): void {
    this.network.set(status === 0 ? 'off' : 'on')
    if (!time) return
    const before = this.clock.value
    const moved = !before || Math.abs(time.server - time.phone - (before.server - before.phone)) > 2000
    this.clock.set(time)
    if (moved) void this.save([{ in: 'things', key: 'clock', value: time }])
  }
}
