import { useEffect, useState } from 'preact/hooks'
import { go } from '../field/route'
import { useHands } from './context'
import { Notice, Screen } from './screen'
import { t } from './words'

interface Coverage { division: string; name: string; addresses: number; plated: number }

/** Which village is walked through: those first where plates hang. */
export function VillagesScreen() {
  const hands = useHands()
  const [villages, setVillages] = useState<Coverage[] | null>(null)
  const [typed, setTyped] = useState('')
  const [said, setSaid] = useState('')
  const [busy, setBusy] = useState(false)
  useEffect(() => void hands.ask('/v1/plates/coverage').then((answer) => {
    if (answer.status === 200) setVillages((answer.body as { items: Coverage[] }).items)
    else setSaid(answer.status ? answer.sentence : t.villages.needs)
  }), [])
  const choose = async ({ division, name }: Coverage) => {
    setBusy(true)
    const wrong = await hands.walk({ division, name })
    setBusy(false)
    setSaid(wrong)
    if (!wrong) go('/install/patrol', true)
  }
  const found = villages?.filter(({ name }) => name.includes(typed.trim())).sort((a, b) => Number(b.plated > 0) - Number(a.plated > 0)).slice(0, 60) ?? []
  return (
    <Screen title={t.villages.title} back="/install/patrol">
      {said && <Notice kind="bad">{said}</Notice>}
      {!villages && !said && <p>{t.working}</p>}
      {villages && villages.length > 8 && <label class="field">{t.villages.search}<input type="search" value={typed} onInput={(event) => setTyped(event.currentTarget.value)} /></label>}
      {villages && !found.length && <p>{t.villages.none}</p>}
      <ul class="plain">
        {found.map((village) => (
          <li key={village.division}>
            <button class="card" disabled={busy} onClick={() => void choose(village)}><strong>{village.name}</strong><span class="quiet">{t.villages.count(village.plated, village.addresses)}</span></button>
          </li>
        ))}
      </ul>
    </Screen>
  )
}
