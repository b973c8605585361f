// The task of the phones' journeys: the check that the demo opens on the line with 玉山县, walked by an inspector of each side.

import assert from 'node:assert/strict'

const password = process.env.DEMO_PASSWORD ?? 'Qinghu-Demo-2026'

/** What the two phones work on, and where they stand: at the first marker. */
export async function prepared(base) {
  const { cookie, name } = await session(base, 'inspector')
  const neighbour = await session(base, 'neighbour')
  const { items: tasks } = await read(base, '/v1/tasks?open=true', cookie)
  const task = tasks.find(({ line }) => line.name.includes('玉山'))
  assert.ok(task, 'the demo opens a check of the line with 玉山县')
  const { items: markers } = await read(base, `/v1/markers?line=${task.line.id}&limit=10`, cookie)
  const [first] = markers
  return {
    id: task.id, at: { lon: first.lon + 0.002, lat: first.lat + 0.001 }, markers: markers.slice(0, 3).map(({ number }) => number),
    ours: { login: 'inspector', password, name }, theirs: { login: 'neighbour', password, name: neighbour.name },
    /** The task as the office reads it. */
    read: () => read(base, `/v1/tasks/${task.id}`, cookie),
  }
}

/** The demo's contract whose keeper has an account, where they stand, and how often they patrolled. */
export async function keeping(base) {
  const { cookie } = await session(base, 'inspector')
  const contracts = async () => (await read(base, '/v1/upkeep/contracts', cookie)).items
  const contract = (await contracts()).find(({ accounts }) => accounts.length)
  assert.ok(contract, 'a contract of the demo has a keeper with an account')
  const { items: markers } = await read(base, `/v1/markers?line=${contract.line}&limit=100`, cookie)
  const covered = markers.filter(({ id }) => contract.markers.some((one) => one.id === id))
  const [first] = covered
  return {
    id: contract.id, done: contract.done, at: { lon: first.lon + 0.001, lat: first.lat + 0.001 }, markers: covered.map(({ number }) => number),
    keeper: { login: 'keeper', password },
    /** How many periods have a patrol now, and the patrols, the newest first. */
    read: async () => ({
      done: (await contracts()).find(({ id }) => id === contract.id).done,
      patrols: (await read(base, `/v1/upkeep/patrols?contract=${contract.id}`, cookie)).items,
    }),
  }
}

async function session(base, login) {
  const answer = await fetch(base + '/v1/session', { method: 'POST', headers: { 'Content-Type': 'application/json', Origin: base, 'Idempotency-Key': crypto.randomUUID() }, body: JSON.stringify({ login, password }) })
  assert.ok(answer.ok, `log-in of ${login}: ${answer.status}`)
  const { account } = await answer.json()
  return { cookie: answer.headers.getSetCookie().map((one) => one.split(';')[0]).join('; '), name: account.name }
}

async function read(base, path, Cookie) {
  const answer = await fetch(base + path, { headers: { Cookie, Accept: 'application/json' } })
  assert.ok(answer.ok, `GET ${path}: ${answer.status} ${await answer.clone().text()}`)
  return answer.json()
}
