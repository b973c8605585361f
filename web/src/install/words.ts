// Every word of the installers' app, Chinese first. Sentences say what happened and what to do next.

import { langOf } from '../field/words.lang'
import type { Fault, Fate, State, Step } from './domain'

const day = (iso: string) => iso.slice(0, 10).replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日')

export type Words = typeof zh

const zh = {
  name: '门牌安装', back: '返回', close: '关闭', working: '请稍候…', loading: '正在打开…', demo: '示例数据',
  missing: {
    wechat: ['请用浏览器打开', '微信里不能保存照片和记录。点右上角“…”，选“在浏览器打开”。'],
    insecure: ['需要安全连接', '本页只能用 https 地址打开，否则不能拍码、定位和离线保存。请向管理员要正确的地址。'],
    old: ['浏览器太旧或在无痕模式', '请关闭无痕模式，或换用新版本的浏览器。'],
    other: ['另一个页面正在使用', '请关闭它，再打开本页。'],
    broken: ['打不开手机上的存储', '请关闭无痕模式，清出一些空间后再试。'],
  } as Record<string, [string, string]>,
  status: { on: '有网', off: '无网', unsent: (n: number) => `未发 ${n}`, stuck: (n: number) => `待处理 ${n}`, login: '需登录' },
  trouble: { offline: '没有网络。已存在手机里的内容不受影响，有网时再试。', server: '服务器没有答复，请稍后再试。', full: '手机没有空间了，这一步没有保存。请清出一些空间再试。' },
  login: {
    title: '登录', hint: '第一次要有网络。登录后清单存在手机里，没有网络也能安装、拍照。', again: '登录已过期，请重新登录。没有发送的都还在，登录后继续发送。',
    login: '登录名', password: '密码', submit: '登录', missing: '请填写登录名和密码。', role: '这个账号没有安装门牌的权限，请联系管理员授予“安装员”角色。',
    office: '这个账号要先在办公页面登录一次，换好密码或验证安全密钥，再用本页。', out: '退出登录', later: '先不登录，继续干活', unsent: (n: number) => `还有 ${n} 条没有发送。退出后留在手机里，本人再登录时发送。`,
  },
  list: {
    title: '门牌', hang: '待安装', mend: '待修复', patrol: '巡查', search: '查找地址、号码或码', scan: '扫码', refresh: '更新清单', at: (time: string) => `清单 ${time}`,
    none: { hang: '没有待安装的门牌。门牌到货验收后会出现在这里。', mend: '没有待修复的门牌。', patrol: '还没有选巡查的村、社区。' }, nothing: '没有找到。请换个写法，或扫门牌上的码。',
    more: (n: number) => `再显示（还有 ${n} 块）`, cut: (n: number, total: number) => `共 ${total} 块，手机只装下前 ${n} 块。办完这些再更新清单。`, choose: '选村、社区', done: '已办，未发送', due: (date: string) => `${day(date)}前修复`, late: '逾期',
  },
  states: { planned: '拟制', checked: '牌文已核', ordered: '已下单', made: '已制作', received: '待安装', installed: '已安装，待验收', in_use: '在用', faulty: '有故障', replaced: '已更换', removed: '已拆除', void: '作废' } as Record<State, string>,
  steps: { install: '安装', report: '报故障', repair: '修复' } as Record<Step, string>,
  faults: { missing: '缺失', fallen: '脱落', damaged: '损坏', faded: '褪色', wrong_text: '文字错误', code_fails: '码扫不出', covered: '被遮挡', other: '其他' } as Record<Fault, string>,
  scan: {
    title: '扫门牌', camera: '用相机扫', picture: '从照片读', scanning: '把门牌上的码放进框里', noCamera: '不能用相机。请在网站设置里允许相机，或拍下门牌用“从照片读”，或输入码下的字。',
    unread: '照片里没有读到码。请拍近一些、拍正、不要反光，或输入码下的字。', typed: '码扫不出？输入码下面的 10 个字', look: '查这块牌', notPlate: '这不是门牌的码，请扫门牌上的码。',
    length: (n: number) => `码下面是 10 个字，现在是 ${n} 个。请再看一遍。`, many: '有不止一个字不对，请照门牌重新输入。', wrong: (at: number, meant: string) => `第 ${at} 个字不对，是不是 ${meant}？`, meant: '就是它',
    unknown: '登记中没有这块牌。请核对码下面的字；确实无误的，请告诉地名办公室。', offline: '这块牌不在手机的清单里，现在又没有网络。有网时再扫，或更新清单。',
    other: (said: string) => `扫到的是“${said}”，不是这一块。请核对手里的门牌。`,
  },
  verdict: {
    good: (at: string) => (at ? `码上的签名成立，不在作废名单上（名单 ${at}）。` : '码上的签名成立。手机里没有作废名单，有网时更新。'), void: '已作废：这块牌在作废名单上，不要安装，不能作为依据。', forged: '签名不成立：不是登记机关的码，或被改动过。请拍照并告诉地名办公室。',
    strange: '码上的离线内容读不出来：没有读全，或不是登记机关的码。', ended: '签它的密钥那天不有效，或已废止。请告诉地名办公室。', unknown: '手机里没有核对签名的公钥，有网时更新后再核对。', still: '仍然查这块牌',
    says: (name: string, made: string) => `${name}，${day(made)}制`, shelter: (name: string, wind: string, m: number) => `制牌时的避灾点 ${name} 向${wind}直线约 ${m} 米`, winds: ['北', '东北', '东', '东南', '南', '西南', '西', '西北'],
  },
  plate: {
    says: '牌上应写', where: '挂在', belongs: (distance: string, direction: string) => `门在${direction}边，离这里 ${distance}`, unknownPlace: '登记中没有这个地址的门的位置，不核对距离。',
    state: '状态', token: '码', fault: (fault: string, said: string) => `故障：${fault}${said ? `（${said}）` : ''}`, due: (date: string) => `须在${day(date)}前修复`,
    nothing: (state: string) => `这块牌现在是“${state}”，在这里没有要办的。`, start: { install: '安装这块牌', report: '报告故障', repair: '修好了' } as Record<Step, string>, gone: '手机里没有这块牌，请扫它的码。',
  },
  act: {
    scanFirst: '先扫这块牌的码，以免挂错。', scanned: '码已核对，是这一块。', photo: '拍照', again: '重拍', reducing: '正在缩小照片…', notPhoto: '这不是照片，请用相机拍。', alt: '门牌照片',
    photoWhy: { install: '拍下挂好的门牌和门口。', report: '最好拍一张故障的照片。', repair: '拍下修好的门牌。' } as Record<Step, string>,
    away: (distance: string, most: number) => `这里离登记的门 ${distance}，超过容许的 ${most} 米。请核对门牌有没有拿错；确实无误的，请写明原因。`,
    accuracy: (distance: string, most: number) => `定位误差约 ${distance}，超过容许的 ${most} 米。请到开阔处等一等，或写明原因。`, reason: '原因', note: '说明（可不填）', kind: '什么故障',
    lacks: { scan: '还没有扫码核对。', place: '还没有定位。请到开阔处，允许使用位置。', photo: '还没有拍照。', reason: '请写明原因。', fault: '请选是什么故障。' },
    due: (date: string, days: number) => `按规定 ${days} 天内修复：${day(date)}前。`, done: '完成', kept: '已存在手机里。', sent: '有网时自动发送。',
  },
  position: {
    asking: '正在定位。请走到开阔处；如有提示，请允许使用位置。', denied: '没有允许使用位置。请在浏览器的网站设置里允许“位置”，再回到本页。', none: '手机定不了位。请打开手机的定位服务，走到开阔处。',
    good: (m: string) => `位置 ± ${m}`, old: '位置是几分钟前的，请稍等。',
  },
  queue: {
    title: '发送', none: '手机里没有要发送的。', now: '现在发送', fates: { ready: '未发送', clash: '别人已办', refused: '没有收下', dropped: '不再发送', sent: '已发送' } as Record<Fate, string>,
    of: (name: string) => `由${name}办理；本人登录后发送。`, retry: '仍然发送', drop: '不再发送', forget: '从手机删除', back: '恢复', note: '补充说明后再发送', nowNot: '这块牌现在的状态不能办这一步。请到现场核对；照片和说明都还在手机里。',
    photoGone: '照片不在手机里了（可能被系统清除），请重拍。', clash: '别人先办了这块牌。您的照片和说明都在，没有丢。请核对后再决定。', time: (iso: string) => new Date(iso).toLocaleString('zh-CN', { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' }), account: (name: string) => `现在登录的是${name}。`,
  },
  villages: {
    title: '选巡查的村、社区', none: '没有找到有门牌或地址的村、社区。', search: '查找村、社区', all: '所有地址', count: (hanging: number, addresses: number) => `有牌 ${hanging} / 地址 ${addresses}`, needs: '选村要有网络；选好的清单存在手机里。',
  },
}

const en: Words = {
  name: 'Hanging plates', back: 'Back', close: 'Close', working: 'One moment…', loading: 'Opening…', demo: 'demo data',
  missing: {
    wechat: ['Open this in a browser', 'WeChat cannot keep photos and records. Tap “…” at the top right and choose “Open in browser”.'],
    insecure: ['A secure connection is needed', 'This page works at an https address only: else there is no camera, position or work without a network. Ask for the right address.'],
    old: ['The browser is too old or in private mode', 'Leave private mode, or use a newer browser.'],
    other: ['Another page is at work', 'Close it, then open this one again.'],
    broken: ['The phone’s storage cannot be opened', 'Leave private mode, make some room, then try again.'],
  },
  status: { on: 'online', off: 'offline', unsent: (n) => `unsent ${n}`, stuck: (n) => `stuck ${n}`, login: 'log in' },
  trouble: { offline: 'No network. What is on the phone is safe; try again when there is one.', server: 'The server did not answer; try again later.', full: 'The phone is full and this was not kept. Make some room, then try again.' },
  login: {
    title: 'Log in', hint: 'The first time needs a network. Then the list lies on the phone, and hanging and photos work without one.', again: 'The log-in has ended; log in again. What was not sent is still here and goes on then.',
    login: 'Login', password: 'Password', submit: 'Log in', missing: 'Enter your login and password.', role: 'This account may not hang plates: ask an administrator for the role of installer.',
    office: 'Log in at the office pages once, to change the password or use the security key, then come back.', out: 'Log out', later: 'Not now, go on working', unsent: (n) => `${n} not sent yet. They stay on the phone and go when you log in again.`,
  },
  list: {
    title: 'Plates', hang: 'To hang', mend: 'To mend', patrol: 'Patrol', search: 'Find an address, number or code', scan: 'Scan', refresh: 'Read the list anew', at: (time) => `list of ${time}`,
    none: { hang: 'No plate is to be hung. They come here once their delivery was checked.', mend: 'No plate is to be mended.', patrol: 'No village was chosen for a patrol yet.' }, nothing: 'Nothing found. Try another spelling, or scan the plate.',
    more: (n) => `Show more (${n} left)`, cut: (n, total) => `${total} in all; the phone holds the first ${n}. Read the list anew when these are done.`, choose: 'Choose a village', done: 'done, not sent', due: (date) => `mend by ${date}`, late: 'overdue',
  },
  states: { planned: 'planned', checked: 'checked', ordered: 'ordered', made: 'made', received: 'to be hung', installed: 'hung, to be accepted', in_use: 'in use', faulty: 'faulty', replaced: 'replaced', removed: 'removed', void: 'void' },
  steps: { install: 'Hung', report: 'Fault', repair: 'Mended' },
  faults: { missing: 'missing', fallen: 'fallen', damaged: 'damaged', faded: 'faded', wrong_text: 'wrong text', code_fails: 'code unreadable', covered: 'covered', other: 'other' },
  scan: {
    title: 'Scan a plate', camera: 'Use the camera', picture: 'Read a photo', scanning: 'Hold the code on the plate in the frame', noCamera: 'The camera cannot be used. Allow it for this site, photograph the plate and use “Read a photo”, or type what stands under the code.',
    unread: 'No code in this photo. Take it nearer, straight, without glare, or type what stands under the code.', typed: 'Not read? Type the 10 characters under the code', look: 'Find this plate', notPlate: 'This is no code of a plate; scan the one on the plate.',
    length: (n) => `There are 10 characters under the code, and here ${n}. Look again.`, many: 'More than one character is wrong; type them again from the plate.', wrong: (at, meant) => `Character ${at} is wrong; is it ${meant}?`, meant: 'That is it',
    unknown: 'The register has no such plate. Check the characters; if they are right, tell the office.', offline: 'This plate is not in the phone’s list, and there is no network. Scan it when there is one, or read the list anew.',
    other: (said) => `This is “${said}”, not the one of this page. Check the plate in your hand.`,
  },
  verdict: {
    good: (at) => (at ? `The signature holds, and the plate is not on the void list (of ${at}).` : 'The signature holds. No void list is on the phone; renew it when there is a network.'), void: 'Void: this plate is on the void list. Do not hang it; it counts for nothing.', forged: 'The signature does not hold: the code is not the register’s, or was changed. Photograph it and tell the office.',
    strange: 'What the code says of itself cannot be read: it was not read whole, or is not the register’s.', ended: 'Its key did not hold then, or was withdrawn. Tell the office.', unknown: 'The key for checking it is not on the phone; renew it when there is a network.', still: 'Look for this plate all the same',
    says: (name, made) => `${name}, made ${made}`, shelter: (name, wind, m) => `Shelter when it was made: ${name}, about ${m} m ${wind} as the crow flies`, winds: ['north', 'north-east', 'east', 'south-east', 'south', 'south-west', 'west', 'north-west'],
  },
  plate: {
    says: 'It should say', where: 'It hangs at', belongs: (distance, direction) => `its door is ${distance} to the ${direction}`, unknownPlace: 'The register does not know where this door is; no distance is checked.',
    state: 'State', token: 'Code', fault: (fault, said) => `Fault: ${fault}${said ? ` (${said})` : ''}`, due: (date) => `to be mended by ${date}`,
    nothing: (state) => `This plate is ${state}; there is nothing to do here.`, start: { install: 'Hang this plate', report: 'Report a fault', repair: 'It is mended' }, gone: 'This plate is not on the phone; scan its code.',
  },
  act: {
    scanFirst: 'Scan this plate first, so that none hangs at the wrong door.', scanned: 'The code is that of this plate.', photo: 'Take a photo', again: 'Take it again', reducing: 'Making the photo smaller…', notPhoto: 'This is no photo; use the camera.', alt: 'Photo of the plate',
    photoWhy: { install: 'Show the plate as it hangs, with the door.', report: 'A photo of the fault helps.', repair: 'Show the plate as it is mended.' },
    away: (distance, most) => `This is ${distance} from the door in the register; ${most} m are allowed. Check that it is the right plate, or say why.`,
    accuracy: (distance, most) => `The position is good to ${distance} only; ${most} m are allowed. Wait in the open, or say why.`, reason: 'Why', note: 'Note (optional)', kind: 'What is wrong',
    lacks: { scan: 'Its code was not scanned yet.', place: 'No position yet. Go into the open and allow it.', photo: 'No photo yet.', reason: 'Say why.', fault: 'Choose what is wrong.' },
    due: (date, days) => `To be mended within ${days} days: by ${date}.`, done: 'Done', kept: 'Kept on the phone.', sent: 'It is sent when there is a network.',
  },
  position: {
    asking: 'Finding your position. Go into the open; allow it if the browser asks.', denied: 'The position is not allowed. Allow “location” for this site in the browser, then come back.', none: 'The phone has no position. Turn on its location service and go into the open.',
    good: (m) => `position ± ${m}`, old: 'The position is minutes old; wait a moment.',
  },
  queue: {
    title: 'Sending', none: 'Nothing on the phone is to be sent.', now: 'Send now', fates: { ready: 'not sent', clash: 'somebody was first', refused: 'not taken', dropped: 'not to be sent', sent: 'sent' },
    of: (name) => `By ${name}; sent when they log in.`, retry: 'Send it still', drop: 'Do not send', forget: 'Delete from the phone', back: 'Bring back', note: 'Add a note and send again', nowNot: 'No such step leads on from the plate’s state. Check it at the wall; photo and note are still on the phone.',
    photoGone: 'The photo is no longer on the phone; take it again.', clash: 'Somebody took a step of this plate first. Your photo and note are here, nothing is lost. Check, then decide.', time: (iso) => new Date(iso).toLocaleString('en'), account: (name) => `${name} is logged in.`,
  },
  villages: {
    title: 'Choose a village for the patrol', none: 'No village with plates or addresses was found.', search: 'Find a village', all: 'all', count: (hanging, addresses) => `${hanging} plates / ${addresses} addresses`, needs: 'Choosing needs a network; the list then lies on the phone.',
  },
}

export const lang = langOf(typeof navigator === 'undefined' ? [] : navigator.languages)
export const t: Words = lang === 'en' ? en : zh
