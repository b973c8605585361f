// What the server says of the tasks on the phone: whether a pack is behind, withdrawn or moved, what no longer stands, who has signed.

import type { Field } from '../field'
import { tilesOf } from './pack'

export interface TaskState {
  revision: number
  withdrawn_records: string[]
  withdrawn_objects: string[]
  pack_withdrawn: boolean
  moved_to: string | null
  sheets: { digest: string; state: string; reasons: { text: string }[] }[]
}

/** Asks about every task whose pack is here. */
export async function readNews(field: Field): Promise<void> {
  for (const task of field.packs.value.keys()) {
    const answer = await field.ask(`/v1/field/tasks/${task}/state`)
    if (answer.status === 0 || answer.status === 401) return
    if (answer.status === 200) await heed(field, task, answer.body as TaskState)
  }
}

async function heed(field: Field, task: string, news: TaskState): Promise<void> {
  await field.outbox.happen([{ on: 'revision', task, revision: news.revision, withdrawn: news.withdrawn_records ?? [], gone: news.pack_withdrawn, moved_to: news.moved_to ?? '' }])
  const kept = field.packs.value.get(task)
  if (!kept) return
  const state = news.pack_withdrawn ? 'withdrawn' as const : news.moved_to ? 'moved' as const : 'good' as const
  const behind = news.revision > kept.pack.revision
  const gone = new Set(news.withdrawn_objects ?? [])
  const markers = kept.pack.markers.filter(({ id }) => !gone.has(id))
  await field.save([{ in: 'things', key: 'news/' + task, value: news }])
  if (state === kept.state && behind === kept.behind && markers.length === kept.pack.markers.length) return
  // A withdrawn pack takes its tiles and photos with it; what was recorded stays until it is verified.
  const tiles = state === 'withdrawn' ? await tilesOf(field, [kept.pack.pack, ...kept.earlier]) : []
  await field.setPack(task, { ...kept, state, behind, pack: { ...kept.pack, markers } }, tiles.map((key) => ({ in: 'tiles', key, value: null })))
}
