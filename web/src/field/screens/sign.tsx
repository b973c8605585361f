import { useEffect, useState } from 'preact/hooks'
import { otherSide, type Side } from '../domain'
import { sideIn } from '../draft'
import { useLive } from '../live'
import { readNews, type TaskState } from '../net/news'
import { useField } from '../parts/context'
import { Draw, type Drawn } from '../parts/draw'
import { QR } from '../parts/qr'
import { Scan } from '../parts/scan'
import { Link, Notice, Screen } from '../parts/screen'
import { SideChoice } from '../parts/side'
import { useKept } from '../parts/task'
import { Words } from '../parts/words'
import { signCode } from '../protocol/sheet'
import { atTask } from '../route'
import { sheetOf, signaturesOf, signSheet, takeSigned, type SignatureHere } from '../sign'
import { t } from '../words'

/** The sheet of this phone's records: signed here, shown to the other side, their signature taken back. */
export function SignScreen({ task }: { task: string }) {
  const field = useField()
  const kept = useKept(task)!
  const sheet = sheetOf(task, useLive(field.outbox.made), useLive(field.outbox.phone))
  const [signatures, setSignatures] = useState<SignatureHere[]>([])
  const [drawing, setDrawing] = useState<Side | null>(null)
  const [scanning, setScanning] = useState(false)
  const [said, setSaid] = useState<{ kind: 'good' | 'bad'; text: string } | null>(null)
  const side = sideIn(field, task)
  const nameOf = (side: Side) => kept.pack.owners?.[side].name ?? t.sign.statementOf[side]!
  const [found, setFound] = useState<TaskState['sheets'][number] | null>(null)
  const refresh = () => {
    if (!sheet) return
    void signaturesOf(field, sheet.digest).then(setSignatures)
    void readNews(field).then(() => field.vault.get<TaskState>('news/' + task)).then((news) => setFound(news?.sheets?.find(({ digest }) => digest === sheet.digest) ?? null))
  }
  useEffect(refresh, [sheet?.digest])
  if (!sheet || !side) {
    return (
      <Screen title={t.sign.title} back={atTask(task)} actions={<Link class="button primary" to={atTask(task, 'cosign')}>{t.sign.scan}</Link>}>
        <p>{t.sign.hint}</p><SideChoice task={task} />
        <p>{side ? t.sign.none : t.home.sideFirst}</p>
      </Screen>
    )
  }
  const by = (side: Side) => signatures.find(({ read }) => read.side === side)
  const sign = async (drawn: Drawn) => {
    if (!(await signSheet(field, { task, sheet: sheet.digest, count: sheet.ids.length }, drawing!, drawn, sheet))) return
    setDrawing(null)
    refresh()
  }
  const take = async (code: string) => {
    const wrong = await takeSigned(field, code, task, sheet.digest, side)
    setScanning(false)
    setSaid(wrong === 'unsaved' ? null : wrong ? { kind: 'bad', text: t.sign[wrong] } : { kind: 'good', text: t.sign.otherGot })
    refresh()
  }
  const other = otherSide(side)
  const same = by(other)?.read.device === field.me.value?.device
  return (
    <Screen title={t.sign.title} back={atTask(task)} loose={by(side) !== undefined} actions={!drawing && (
      <>
        {by(side) && !by(other) && !scanning && <button onClick={() => setScanning(true)}>{t.sign.other(nameOf(other))}</button>}
        {by(side) ? <Link class="button primary" to={atTask(task, 'cosign')}>{t.sign.theirs}</Link> : <button class="primary" onClick={() => setDrawing(side)}>{t.sign.mine}</button>}
      </>
    )}>
      <p class="quiet">{t.sign.hint}</p>
      <SideChoice task={task} />
      <p class="middle">{t.sign.count(sheet.ids.length)}</p>
      <Words digest={sheet.digest} />
      {drawing && <Draw key={drawing} label={t.sign.whose(nameOf(drawing))} button={t.sign.sign} onDone={(drawn) => void sign(drawn)} />}
      {scanning && <Scan words={{ ...t.sign, close: t.close }} onRead={(code) => void take(code)} />}
      {said && <Notice kind={said.kind}>{said.text}</Notice>}
      {!drawing && !scanning && (
        <>
          <p><b>{t.sign.show}</b></p>
          <QR label={t.sign.code} text={signCode({ task, sheet: sheet.digest, count: sheet.ids.length, device: field.me.value!.device, side })} />
        </>
      )}
      <h2>{t.sign.state}</h2>
      <ul class="plain">
        {([side, other] as const).map((one) => {
          const got = by(one)
          return <li key={one}>{got ? `✓ ${t.sign.signed(nameOf(one), new Date(got.read.signed_at).toLocaleString())}${one === other && same ? ` · ${t.sign.sameMark}` : ''}` : `○ ${nameOf(one)} ${t.sign.notSigned}`}</li>
        })}
      </ul>
      {found && (
        <Notice kind={found.state === 'joint' ? 'good' : 'warn'}>
          {t.sign.news}：<b>{t.sign.states[found.state] ?? found.state}</b>{found.reasons.length > 0 && ` · ${found.reasons.map(({ text }) => text).join(' ')}`}
        </Notice>
      )}
      {by(side) && !by(other) && !drawing && (
        <section><p class="quiet">{t.sign.sameHint}</p><button class="wide" onClick={() => setDrawing(other)}>{t.sign.same}</button></section>
      )}
    </Screen>
  )
}
