// Every word of the shelter keepers' app, Chinese first. Sentences say what happened and what to do next.

import { langOf } from '../field/words.lang'
import type { Fate, State, Step } from './domain'

export type Words = typeof zh

const clock = (iso: string, lang: string) => new Date(iso).toLocaleString(lang, { timeZone: 'Asia/Shanghai', month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false })

const zh = {
  name: '避灾点上报', back: '返回', working: '请稍候…', loading: '正在打开…', demo: '演示数据·不可用于避险',
  missing: {
    wechat: ['请用浏览器打开', '微信里不能保存记录。点右上角“…”，选“在浏览器打开”。'],
    insecure: ['需要安全连接', '本页只能用 https 地址打开，否则不能离线保存。请向管理员要正确的地址。'],
    old: ['浏览器太旧或在无痕模式', '请关闭无痕模式，或换用新版本的浏览器。'],
    other: ['另一个页面正在使用', '请关闭它，再打开本页。'],
    broken: ['打不开手机上的存储', '请关闭无痕模式，清出一些空间后再试。'],
  } as Record<string, [string, string]>,
  status: { on: '有网', off: '无网', unsent: (n: number) => `未发 ${n}`, stuck: (n: number) => `待处理 ${n}`, login: '需登录' },
  trouble: { offline: '没有网络。已存在手机里的内容不受影响，有网时自动发送。', server: '服务器没有答复，请稍后再试。', full: '手机没有空间了，这一条没有保存。请清出一些空间再试，或打电话报告。' },
  login: {
    title: '登录', hint: '第一次要有网络。登录后，没有网络也能上报，有网时自动发送。', again: '登录已过期，请重新登录。没有发送的都还在，登录后继续发送。', login: '登录名', password: '密码', submit: '登录', missing: '请填写登录名和密码。',
    role: '这个账号不管避难场所，请联系管理员授予“避难场所管理员”角色。', office: '这个账号要先在办公页面登录一次，换好密码或验证安全密钥，再用本页。', out: '退出登录', later: '先不登录，继续上报', unsent: (n: number) => `还有 ${n} 条没有发送。退出后留在手机里，本人再登录时发送。`,
  },
  list: { title: '我管的避灾点', none: '您的辖区里还没有避难场所，请联系街道或应急管理局录入。', search: '查找避灾点、村', nothing: '没有找到，请换个写法。', refresh: '更新', at: (time: string) => `${time}更新`, issued: (body: string, at: string, until: string) => `${body ? body + ' ' : ''}${at}发布，到 ${until}`, more: (n: number) => `再显示（还有 ${n} 处）` },
  states: { standby: '待命', open: '开放', full: '已满', closed: '关闭' } as Record<State, string>,
  marks: { standby: '○', open: '●', full: '■', closed: '✕' } as Record<State, string>,
  steps: { lt30: '不到三成', lt60: '三到六成', lt80: '六到八成', ge80: '八成以上' } as Record<Step, string>,
  one: {
    now: '现在', capacity: (n: number) => `容纳 ${n} 人`, people: (n: number, of: number) => `${n} / ${of} 人`, over: (n: number) => `超出容量 ${n} 人，请报街道调剂`, said: (time: string, by: string) => `${time}${by ? ` ${by}` : ''} 上报`, never: '还没有人上报。',
    waits: '存在手机里，有网时自动发送', waitsLogIn: '存在手机里，登录后才能发送', unsent: (state: string) => `未发送：${state}`, unsentLogIn: '没有发出去：登录已过期。内容存在手机里，登录后自动发送。', sending: '正在发送…', tap: '点一个状态即上报', count: '人数', step: '没有清点？大约几成', note: '说明（可不填，不写姓名电话）', wrong: '人数应为 0 以上的整数。', onlyCount: '只报人数，状态不变', counted: (n: number) => `上次清点 ${n} 人`, doubt: (n: number, of: number) => `超过容量 ${of} 人，确定是 ${n} 人？`, sure: (n: number) => `确定 ${n} 人`, again: '重填', gone: '手机里没有这个避灾点，请更新清单。',
    kept: '已存在手机里。', sent: '已发送，服务器已收下。', later: (state: string) => `已收下。但之后已有人报“${state}”，以后报的为准，现在是“${state}”。`, clock: '手机时间不准，已按服务器时间换算。请校准手机时间。', failed: '安全鉴定不合格，不能开放。请引导群众去别处。', call: '打值班电话',
  },
  queue: {
    title: '发送', none: '手机里没有要发送的。', now: '现在发送', fates: { ready: '存在手机里，未发送', refused: '服务器没有收下', dropped: '不再发送', sent: '已收下' } as Record<Fate, string>, of: (name: string) => `由${name}上报；本人登录后发送。`,
    retry: '仍然发送', drop: '不再发送', forget: '从手机删除', back: '恢复', time: (iso: string) => clock(iso, 'zh-CN'), account: (name: string) => `现在登录的是${name}。`,
  },
}

const en: Words = {
  name: 'Shelter reports', back: 'Back', working: 'One moment…', loading: 'Opening…', demo: '演示数据·不可用于避险 sample data',
  missing: {
    wechat: ['Open this in a browser', 'WeChat cannot keep records. Tap “…” at the top right and choose “Open in browser”.'],
    insecure: ['A secure connection is needed', 'This page works at an https address only: else nothing is kept without a network. Ask for the right address.'],
    old: ['The browser is too old or in private mode', 'Leave private mode, or use a newer browser.'],
    other: ['Another page is at work', 'Close it, then open this one again.'],
    broken: ['The phone’s storage cannot be opened', 'Leave private mode, make some room, then try again.'],
  },
  status: { on: 'online', off: 'offline', unsent: (n) => `unsent ${n}`, stuck: (n) => `stuck ${n}`, login: 'log in' },
  trouble: { offline: 'No network. What is on the phone is safe and goes when there is one.', server: 'The server did not answer; try again later.', full: 'The phone is full and this was not kept. Make some room and try again, or call.' },
  login: {
    title: 'Log in', hint: 'The first time needs a network. Then you can report without one; it goes when there is one.', again: 'The log-in has ended; log in again. What was not sent is still here and goes on then.', login: 'Login', password: 'Password', submit: 'Log in', missing: 'Enter your login and password.',
    role: 'This account keeps no shelters: ask an administrator for the role of shelter keeper.', office: 'Log in at the office pages once, to change the password or use the security key, then come back.', out: 'Log out', later: 'Not now, go on reporting', unsent: (n) => `${n} not sent yet. They stay on the phone and go when you log in again.`,
  },
  list: { title: 'My shelters', none: 'No shelter is held where you serve: ask the township or the emergency office to enter it.', search: 'Find a shelter or village', nothing: 'Nothing found; try another spelling.', refresh: 'Read anew', at: (time) => `as of ${time}`, issued: (body, at, until) => `${body ? body + ', ' : ''}issued ${at}, until ${until}`, more: (n) => `Show more (${n} left)` },
  states: { standby: 'Standing by', open: 'Open', full: 'Full', closed: 'Closed' }, marks: zh.marks, steps: { lt30: 'under 30 %', lt60: '30–60 %', lt80: '60–80 %', ge80: '80 % or more' },
  one: {
    now: 'Now', capacity: (n) => `for ${n}`, people: (n, of) => `${n} of ${of}`, over: (n) => `${n} above capacity: tell the township`, said: (time, by) => `${time}${by ? ` by ${by}` : ''}`, never: 'Nobody reported yet.',
    waits: 'kept on the phone, goes when there is a network', waitsLogIn: 'kept on the phone, goes once you log in', unsent: (state) => `not sent: ${state}`, unsentLogIn: 'Not sent: the log-in has ended. It is kept on the phone and goes once you log in.', sending: 'Sending…', tap: 'Tap a state to report it', count: 'People', step: 'Not counted? About how full', note: 'Note (optional, no names or numbers)', wrong: 'People is a whole number from 0.', onlyCount: 'Report the count, same state', counted: (n) => `${n} at the last count`, doubt: (n, of) => `It holds ${of}. Are there really ${n}?`, sure: (n) => `Yes, ${n}`, again: 'Enter it again', gone: 'This shelter is not on the phone; read the list anew.',
    kept: 'Kept on the phone.', sent: 'Sent; the server holds it.', later: (state) => `Taken. But “${state}” was said later, and that counts: it is ${state} now.`, clock: 'This phone’s clock is off; the time was put right. Please set the clock.', failed: 'It failed its safety appraisal and cannot be opened. Send people elsewhere.', call: 'Call the duty desk',
  },
  queue: {
    title: 'Sending', none: 'Nothing on the phone is to be sent.', now: 'Send now', fates: { ready: 'on the phone, not sent', refused: 'not taken', dropped: 'not to be sent', sent: 'taken' }, of: (name) => `By ${name}; sent when they log in.`,
    retry: 'Send it still', drop: 'Do not send', forget: 'Delete from the phone', back: 'Bring back', time: (iso) => clock(iso, 'en'), account: (name) => `${name} is logged in.`,
  },
}

export const lang = langOf(typeof navigator === 'undefined' ? [] : navigator.languages)
export const t: Words = lang === 'en' ? en : zh
