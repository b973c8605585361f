import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { dateWords } from '../../words'
import { query } from '../../http'
import { useOffice } from '../context'
import { read } from '../http'
import { timeWords } from '../words'
import type { Setting, Value } from './api'
import { valueWords } from './value'
import { settingWords } from './words'

interface Version { value: Value; basis?: string; valid_from?: string | null; valid_to?: string | null; recorded_at?: string; at?: string; reason?: string }

/** What a setting was before, and what it will be. */
export function Past({ setting, division }: { setting: Setting; division: string | null }) {
  const { lang } = useOffice()
  const w = settingWords(lang)
  const { value, problem, retry } = useLoad((signal) =>
    read<{ items: Version[] }>(`/v1/settings/${encodeURIComponent(setting.key)}/history` + query({ division }), signal), [setting.key, division, lang])
  if (problem) return <Trouble problem={problem} retry={retry} />
  if (!value) return <Skeleton rows={2} />
  if (!value.items.length) return <p class="small">{w.noHistory}</p>
  return (
    <ul class="plain-list" aria-label={w.history}>
      {value.items.map((version, i) => (
        <li key={i}>
          <b>{valueWords(version.value, setting.unit, w)}</b> {version.valid_from && w.begins(dateWords(version.valid_from, lang))} · {version.basis}
          {version.reason && <span class="small"> {version.reason}</span>} <span class="small">{(version.recorded_at ?? version.at) && timeWords((version.recorded_at ?? version.at)!, lang)}</span>
        </li>
      ))}
    </ul>
  )
}
