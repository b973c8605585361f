// The words of the day's list and of signing, both languages.

export const dayZh = {
  day: {
    title: '今天的记录', within: (m: string) => `（误差 ${Number(m).toFixed(0)} 米）`, none: '还没有记录。做好的检查、照片和签名会列在这里，并写明是否已发送、已存、已验证。', sendNow: '现在发送', all: '全部', today: '今天',
    states: { draft: '草稿', ready: '等待发送', sending: '正在发送', stored: '服务器已收到，正在核对回执', verified: '已验证', clash: '编号重复，正在换号', superseded: '已换号', refused: '被退回' } as Record<string, string>,
    kinds: { marker_check: '界桩检查', segment_check: '界线检查', problem: '问题', relocation: '找桩', track: '轨迹', note: '记事', patrol: '巡查', withdrawal: '撤回', amendment: '补充', disagreement: '异议' } as Record<string, string>,
    file: { photo: '照片', voice: '录音', track: '轨迹文件', drawn: '手写签名' } as Record<string, string>, sheet: '检查清单', signature: '签名', exported: (kind: string) => `导出 ${kind.toUpperCase()}`,
    proposal: '按建议处理：任务或界桩已变动', withdrawn: '已撤回', tries: (n: number) => `已试 ${n} 次，稍后再试`, retry: '再发一次', clear: '从手机删除已验证的照片', clearHint: (n: number, bytes: string) => `${n} 个已验证的文件，共 ${bytes}。服务器已签收，可以从手机删除；记录文字仍留在手机里。`,
    cleared: '文件已从手机删除，服务器上有。', files: (done: number, all: number) => `照片等 ${done} / ${all} 个已验证`, withdraw: '撤回这条记录', amend: '补充', reason: '撤回的理由', reasonMissing: '请写明撤回的理由。', confirm: '撤回', onPhone: '记在手机时间', more: '看内容',
    summary: (unsent: number, stored: number, verified: number) => `未发 ${unsent}，已存 ${stored}，已验 ${verified}`, done: '今天做的都已由服务器签收并验证，可以放心。', notDone: '还有没发出的。有网后打开本页，等“未发”变成 0。', amendText: '补充的内容', amendMissing: '请写明补充的内容。', saveAmend: '保存补充',
  },
}

export const dayEn: typeof dayZh = {
  day: {
    title: 'Records of the day', within: (m) => ` (± ${Number(m).toFixed(0)} m)`, none: 'No record yet. Checks, photos and signatures will be listed here with what is sent, stored and verified.', sendNow: 'Send now', all: 'All', today: 'Today',
    states: { draft: 'draft', ready: 'to be sent', sending: 'being sent', stored: 'received, its receipt is being checked', verified: 'verified', clash: 'number taken, being renamed', superseded: 'renamed', refused: 'sent back' },
    kinds: { marker_check: 'Marker check', segment_check: 'Line check', problem: 'Problem', relocation: 'Relocation', track: 'Track', note: 'Note', patrol: 'Patrol', withdrawal: 'Withdrawal', amendment: 'Amendment', disagreement: 'Disagreement' },
    file: { photo: 'photo', voice: 'voice note', track: 'track file', drawn: 'drawn signature' }, sheet: 'Sheet', signature: 'Signature', exported: (kind) => `Export ${kind.toUpperCase()}`,
    proposal: 'a proposal: task or marker has changed', withdrawn: 'withdrawn', tries: (n) => `tried ${n} times, again soon`, retry: 'Send again', clear: 'Delete verified photos from the phone', clearHint: (n, bytes) => `${n} verified files, ${bytes}. The server signed for them; the text of the records stays here.`,
    cleared: 'deleted from the phone; the server has it', files: (done, all) => `${done} of ${all} files verified`, withdraw: 'Withdraw this record', amend: 'Add to it', reason: 'Why it is withdrawn', reasonMissing: 'Say why it is withdrawn.', confirm: 'Withdraw', onPhone: 'by the phone’s clock', more: 'Show',
    summary: (unsent, stored, verified) => `unsent ${unsent}, stored ${stored}, verified ${verified}`, done: 'The server signed for everything of the day, and that is verified.', notDone: 'Some is unsent. Open this page where there is a network and wait until “unsent” is 0.', amendText: 'What is added', amendMissing: 'Say what is added.', saveAmend: 'Save',
  },
}
