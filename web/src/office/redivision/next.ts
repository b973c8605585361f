// Which step a case takes next, and who may take it.

export interface Next { verb: string; action: string; decides?: boolean }

const prepare = 'division_case.prepare', submit = 'division_case.submit', decide = 'division_case.decide'

const main: Record<string, Next> = {
  draft: { verb: 'submit', action: submit }, submitted: { verb: 'reply', action: decide, decides: true }, replied: { verb: 'enact', action: decide, decides: true },
  in_force: { verb: 'publish-codes', action: submit }, codes_published: { verb: 'complete', action: submit }, completed: { verb: 'announce', action: submit }, announced: { verb: 'archive', action: submit },
}

const others: Record<string, Next[]> = {
  draft: [{ verb: 'withdraw', action: prepare }], submitted: [{ verb: 'return', action: submit }, { verb: 'withdraw', action: prepare }],
  in_force: [{ verb: 'extend', action: decide }], codes_published: [{ verb: 'extend', action: decide }],
}

export const nextOf = (state: string): Next | null => main[state] ?? null
export const othersOf = (state: string): Next[] => others[state] ?? []
