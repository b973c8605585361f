import { useState } from 'preact/hooks'
import { otherSide, type Side } from '../domain'
import { sideIn } from '../draft'
import { useField } from '../parts/context'
import { Draw, type Drawn } from '../parts/draw'
import { QR } from '../parts/qr'
import { Scan } from '../parts/scan'
import { Notice, Screen } from '../parts/screen'
import { SideChoice } from '../parts/side'
import { useKept } from '../parts/task'
import { Words } from '../parts/words'
import { readSignCode, signedCode, type SignCode } from '../protocol/sheet'
import { atDisagreement, atTask, go } from '../route'
import { readRecordCode, signaturesOf, signSheet } from '../sign'
import { t } from '../words'

/** The other side's sheet: its code scanned, its words compared, signed with this phone, and the signature shown back. */
export function CosignScreen({ task }: { task: string }) {
  const field = useField()
  const kept = useKept(task)!
  const [code, setCode] = useState<SignCode | null>(null)
  const [drawing, setDrawing] = useState(false)
  const [mine, setMine] = useState('')
  const [wrong, setWrong] = useState('')
  const side = sideIn(field, task)
  const nameOf = (side: Side) => kept.pack.owners?.[side].name ?? t.sign.statementOf[side]!
  const read = async (text: string) => {
    const record = readRecordCode(text)
    if (record?.task === task) return go(atDisagreement(record))
    const got = readSignCode(text)
    const no = !got ? t.sign.wrongCode : got.task !== task ? t.sign.otherTask : got.device === field.me.value?.device ? t.sign.ownCode : got.side !== otherSide(side!) ? t.sign.sameSide : ''
    setWrong(no)
    if (no || !got) return
    setCode(got)
    await show(got.sheet)
  }
  const show = async (sheet: string) => {
    const own = (await signaturesOf(field, sheet)).find(({ read }) => read.side === side && read.device === field.me.value?.device)
    setMine(own ? signedCode(own.statement, own.signature) : '')
  }
  const sign = async (drawn: Drawn) => {
    if (!(await signSheet(field, code!, side!, drawn, null))) return
    setDrawing(false)
    await show(code!.sheet)
  }
  return (
    <Screen title={t.sign.theirs} back={atTask(task, 'sign')} actions={code && !mine && !drawing && <button class="primary" onClick={() => setDrawing(true)}>{t.sign.agree}</button>}>
      <SideChoice task={task} />
      {!side && <p>{t.home.sideFirst}</p>}
      {side && !code && <><Scan words={{ ...t.sign, close: t.close }} onRead={(text) => void read(text)} /><p class="quiet">{t.sign.scanWhat}</p></>}
      {wrong && <Notice kind="bad">{wrong}</Notice>}
      {code && (
        <>
          <p>{nameOf(code.side)}</p>
          <p class="middle">{t.sign.count(code.count)}</p>
          <Words digest={code.sheet} />
          {!mine && <p>{t.sign.theirsHint}</p>}
          {drawing && <Draw label={t.sign.whose(nameOf(side!))} button={t.sign.sign} onDone={(drawn) => void sign(drawn)} />}
          {mine && (
            <>
              <Notice kind="good">{t.sign.result}</Notice>
              <QR label={t.sign.signedCode} text={mine} />
              <p class="quiet">{t.sign.signedHint}</p>
            </>
          )}
        </>
      )}
    </Screen>
  )
}
