// The words of signing together, both languages.

export const signZh = {
  sign: {
    title: '会签', hint: '双方各用自己的手机签同一份清单。没有网络也能签；签名各自带回，有网后发送。', none: '本任务还没有记录可签。先做检查。', count: (n: number) => `清单共 ${n} 条记录`, words: '四个词', wordsHint: '念给对方听：两部手机上的四个词必须一样。',
    mine: '我签这份清单', scan: '扫对方的码', show: '给对方扫', code: '会签二维码', signedCode: '我的签名二维码', signedHint: '让对方扫这个码，对方的手机也能替您把签名带回去。', signed: (name: string, time: string) => `${name} 已签 ${time}`, notSigned: '还没有签', other: (name: string) => `${name} 的签名`,
    otherGot: '已收到对方的签名，会一起发送。', whose: (name: string) => `请 ${name} 的代表在下面签名`, draw: '在框内签名', again: '重写', sign: '签名', drawFirst: '请先在框内签名。', same: '对方没带手机：在本机代签', sameHint: '双方在同一部手机上签，会标明“同机签署”，要等纸质清单盖章扫描存档后才算双方共同签署。', sameMark: '同机签署',
    theirs: '对方的清单', theirsHint: '请看对方手机上的记录，核对四个词后再签。签的是对方清单上的全部记录。', agree: '四个词一样，我签', scanWhat: '扫对方“会签”里的码来签；扫对方某条记录里的码来记异议。', records: '清单上的记录', changed: '签名之后又有新记录，要另签一份。', pending: (n: number) => `还有 ${n} 条记录没有签`,
    camera: '用相机扫', picture: '从图片读', scanning: '把对方屏幕上的码放进框里', noCamera: '不能用相机。请在网站设置里允许相机，或拍下对方的码，用“从图片读”。', unread: '图片里没有读到二维码。请拍近一些、拍正、不要反光。', wrongCode: '这不是会签的二维码。', otherTask: '这是另一个任务的码，请双方打开同一个任务。', ownCode: '这是本机的码，请扫对方手机上的。', sameSide: '对方手机登记的与您是同一方，不能互签。请对方核对“您代表哪一方”。',
    otherSheet: '这个签名签的是另一份清单。请双方核对四个词，重新签。', got: '已收到并保存。', result: '签完后请把下面的码给对方扫，或各自联网发送。', statementOf: { a: '甲方', b: '乙方' } as Record<string, string>, recordCode: '出示给对方', recordHint: '对方若所见不同，扫这个码记下异议。两方的说法都会保留。',
    disagreeTitle: '记异议', disagreeText: '我方看到的情况', disagreeMissing: '请写明我方看到的情况。', disagreeSave: '保存异议', disagreeHint: '异议与对方的记录并列保存，谁也不覆盖谁。', news: '服务器核对的结果', states: { joint: '双方共同签署', same_device: '同机签署，待盖章扫描存档', one_sided: '只有一方签署', incomplete: '还没到齐', disagreement: '双方所见不同' } as Record<string, string>, state: '会签情况',
  },
}

export const signEn: typeof signZh = {
  sign: {
    title: 'Sign together', hint: 'Each side signs the same sheet on its own phone, without a network; the signatures are sent later.', none: 'No record of this task can be signed yet. Check something first.', count: (n) => `${n} records on the sheet`, words: 'Four words', wordsHint: 'Read them out: both phones must show the same four.',
    mine: 'Sign this sheet', scan: 'Scan their code', show: 'Show to the other side', code: 'Code to sign', signedCode: 'Code of my signature', signedHint: 'Let them scan this: their phone can carry your signature too.', signed: (name, time) => `${name} signed ${time}`, notSigned: 'not signed', other: (name) => `signature of ${name}`,
    otherGot: 'Their signature is here and will be sent with yours.', whose: (name) => `Whoever speaks for ${name} signs below`, draw: 'Sign in the box', again: 'Again', sign: 'Sign', drawFirst: 'Sign in the box first.', same: 'They have no phone: sign here', sameHint: 'Both sides on one phone are marked so and count only when the stamped paper sheet is filed.', sameMark: 'signed on one phone',
    theirs: 'Their sheet', theirsHint: 'Look at the records on their phone and compare the four words before you sign. You sign all records on their sheet.', agree: 'The words agree, I sign', scanWhat: 'Scan the code of their sheet to sign; scan the code of one of their records to write down that you saw otherwise.', records: 'Records on the sheet', changed: 'There are new records since; they need another sheet.', pending: (n) => `${n} records are not signed yet`,
    camera: 'Use the camera', picture: 'Read a picture', scanning: 'Hold their code in the frame', noCamera: 'The camera cannot be used. Allow it for this site, or photograph their code and use “Read a picture”.', unread: 'No code in this picture. Take it nearer, straight, without glare.', wrongCode: 'This is no code for signing.', otherTask: 'This code is of another task: both open the same task.', ownCode: 'This is the code of this phone; scan theirs.', sameSide: 'Their phone is on the same side as yours. Ask them to check “Which side are you on”.',
    otherSheet: 'This signature is on another sheet. Compare the four words and sign again.', got: 'Received and kept.', result: 'Now let them scan the code below, or send when there is a network.', statementOf: { a: 'side A', b: 'side B' }, recordCode: 'Show to the other side', recordHint: 'If they saw otherwise they scan this and write it down. Both accounts are kept.',
    disagreeTitle: 'Disagreement', disagreeText: 'What we saw', disagreeMissing: 'Say what you saw.', disagreeSave: 'Save', disagreeHint: 'It stands beside their record; neither replaces the other.', news: 'As the server found', states: { joint: 'signed by both sides', same_device: 'signed on one phone, until the stamped scan is filed', one_sided: 'signed by one side only', incomplete: 'not all has arrived', disagreement: 'the sides saw otherwise' }, state: 'Signatures',
  },
}
