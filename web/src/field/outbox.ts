// placeholder while typing: replaced by the engine
import type { FieldRecord } from './domain'
import { Live } from './live'
import type { Change } from './vault/vault'

export interface Made { record: FieldRecord; text: string; digest: string }

export class Outbox {
  readonly made = new Live<ReadonlyMap<string, Made>>(new Map())
  async add(_record: FieldRecord, _with: Change[]): Promise<boolean> { return false }
}
