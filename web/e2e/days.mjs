// Days that pass between the steps of a journey: what stood in a case is set back in the database of
// the server, as if it had been done that long ago. Rules about dates are then met, not switched off.

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Lets days pass for a case and for what belongs to it. DIMING_E2E_SOCKET is the folder of the database's socket. */
export async function pass(days, caseId) {
  const socket = process.env.DIMING_E2E_SOCKET
  if (!socket) throw new Error('DIMING_E2E_SOCKET names no database: deploy/e2e.sh sets it')
  if (!Number.isInteger(days) || !/^[0-9a-f-]{36}$/.test(caseId)) throw new Error(`pass(${days}, ${caseId})`)
  const back = (columns) => columns.map((one) => `${one} = ${one} - ${days}`).join(', ')
  await run('psql', ['-h', socket, '-U', 'postgres', '-d', 'diming', '-v', 'ON_ERROR_STOP=1', '-q', '-1',
    '-c', 'SET session_replication_role = replica',
    '-c', `UPDATE name_case SET ${back(['opened_on', 'submitted_on', 'accepted_on'])} WHERE id = '${caseId}'`,
    '-c', `UPDATE case_consultation SET ${back(['opened_on', 'closed_on'])} WHERE name_case = '${caseId}'`,
    '-c', `UPDATE case_clock SET ${back(['starts_on', 'due_on', 'safe_on', 'warn_on'])} WHERE name_case = '${caseId}'`,
    '-c', `UPDATE public_notice SET ${back(['from_on', 'to_on'])} WHERE name_case = '${caseId}'`])
}
