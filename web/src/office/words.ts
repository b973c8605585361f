// The words of the office's shell and of what its pages share, Chinese first. Each page
// has its own in its folder.

import type { Lang } from '../words'

const zh = {
  office: '地名办公',
  rail: {
    today: '今日',
    cases: '案件',
    register: '地名',
    readings: '读音',
    addresses: '地址',
    matching: '地址匹配',
    plates: '门牌',
    printRuns: '制牌',
    campaign: '清理',
    heritage: '地名保护',
    supervision: '监督检查',
    quality: '数据质量',
    naming: '地名规则',
    notices: '公示与意见',
    certificates: '地名证明',
    templates: '公文模板',
    numbering: '编号',
    boundary: '界线',
    redivision: '区划',
    import: '导入',
    ledger: '账本',
    settings: '设置',
    accounts: '账号',
    persons: '个人信息',
  },
  railHeads: { names: '地名', addresses: '地址门牌', lines: '区划界线', house: '数据与系统' },
  railLabel: '办公页面', skip: '跳到正文',
  other: 'English', me: '我的账号', logOut: '退出登录', publicMap: '公众地图', keys: '键盘操作',
  demo: '示例数据', close: '关闭', cancel: '取消', retry: '重试', save: '保存', more: '显示更多', copy: '复制', copied: '已复制', copyFailed: '不能复制，请手工选取',
  undo: '撤销', loading: '正在载入…', columns: '选择列', reason: '理由', reasonHint: '写明依据或原因，记入账本', reasonMissing: '请写明理由，例如“核对档案后更正”。',
  field: '字段', before: '原来', after: '改后', blank: '（空）', noDifference: '没有不同。', noPage: '没有这一页', noPageHint: '请从左侧选一个页面。',
  notAllowed: '这一页不在您的权限内', notAllowedHint: '如需办理，请与管理员联系，请其授予相应角色。',
  none: '无', yes: '是', no: '否', today: '今天', from: '自', to: '至', all: '全部', print: '打印', back: '返回', exportCSV: '导出 CSV', exported: '已导出，导出本身也记入账本',
  placeHint: '输入名称的一部分，从结果中选择。', placeOther: '换一处', placeNone: '没有找到，请换一个写法。', placeFound: (n: number) => `找到 ${n} 处`, choose: '请选择', wanted: '请填写这一项。',
  login: {
    title: '登录', county: (name: string) => `${name}地名办公`, login: '登录名', password: '密码', submit: '登录',
    tooMany: (wait: string) => `尝试次数太多，请等 ${wait} 后再试。`, ready: '现在可以再试了。',
    missing: '请填写登录名和密码。',
    oidc: (name: string) => `用${name}登录`,
    oidcUnlinked: '这个身份还没有关联账户：请用密码登录后关联，或找系统管理员。', oidcFailed: '统一认证的登录没有完成，请重新登录；仍不行请用密码。',
    or: '或',
    again: '请重新登录', againHint: '登录已到期。您填写的内容都还在，登录后接着办理。', otherAccount: '换一个账号（未保存的内容会丢失）',
    change: '请先修改密码', changeHint: '管理员给的是一次性密码。改成只有您知道的密码后开始使用。',
    old: '现在的密码', next: '新密码', repeat: '再输一次新密码', nextHint: '至少 8 个字符，大写、小写、数字、符号中有三种（以设置为准）；不要用生日、电话或与别处相同的密码。',
    differ: '两次输入的新密码不同，请重新输入。', changed: '密码已修改。', submitChange: '修改密码',
    second: '请用安全密钥确认', secondHint: '插入或靠近您登记的安全密钥，按提示触摸。', useKey: '使用安全密钥',
    keyFailed: '安全密钥没有确认。请确认密钥已插好，再试一次；密钥遗失请联系管理员。', keyImpossible: '此浏览器在此网址不能使用安全密钥：请用 https 网址和较新的浏览器打开。',
    last: (when: string, where: string) => `上次登录：${when}，来自 ${where}。`, first: '这是您第一次登录。',
    failed: (n: number) => `其后有 ${n} 次密码错误的尝试。如非本人所为，请修改密码并告知管理员。`,
  },
  idle: { title: '登录即将到期', ends: (wait: string) => `还有 ${wait} 就会退出登录。填写的内容不会丢失。`, stay: '继续工作' },
  seconds: (n: number) => (n >= 60 ? `${Math.ceil(n / 60)} 分钟` : `${n} 秒`),
  offline: '网络已断开。可以继续填写，内容存在本机；恢复后再保存。',
  help: [['/', '搜索'], ['j k', '下一行、上一行'], ['Enter', '打开'], ['g h', '今日'], ['g d', '地名'], ['g l', '账本'], ['g s', '设置'], ['Esc', '关闭'], ['?', '键盘操作']],
}

export type OfficeWords = typeof zh

const en: OfficeWords = {
  office: 'Place-name office',
  rail: {
    today: 'Today',
    cases: 'Cases',
    register: 'Names',
    readings: 'Readings',
    addresses: 'Addresses',
    matching: 'Match addresses',
    plates: 'Plates',
    printRuns: 'Print runs',
    campaign: 'Clean-up',
    heritage: 'Heritage',
    supervision: 'Supervision',
    quality: 'Data quality',
    naming: 'Rules of names',
    notices: 'Public notices',
    certificates: 'Certificates',
    templates: 'Templates',
    numbering: 'Numbering',
    boundary: 'Boundaries',
    redivision: 'Divisions',
    import: 'Import',
    ledger: 'Ledger',
    settings: 'Settings',
    accounts: 'Accounts',
    persons: 'Persons',
  },
  railHeads: { names: 'Names', addresses: 'Addresses', lines: 'Divisions', house: 'Data and system' },
  railLabel: 'Office pages', skip: 'Skip to the page',
  other: '中文', me: 'My account', logOut: 'Log out', publicMap: 'Public map', keys: 'Keyboard',
  demo: '示例数据 Sample', close: 'Close', cancel: 'Cancel', retry: 'Try again', save: 'Save', more: 'Show more', copy: 'Copy', copied: 'Copied', copyFailed: 'Could not copy; select it by hand',
  undo: 'Undo', loading: 'Loading…', columns: 'Columns', reason: 'Reason', reasonHint: 'What it rests on; goes into the ledger', reasonMissing: 'Say why, for example “corrected after checking the file”.',
  field: 'Field', before: 'Before', after: 'After', blank: '(empty)', noDifference: 'No difference.', noPage: 'There is no such page', noPageHint: 'Choose a page on the left.',
  notAllowed: 'This page is not within your rights', notAllowedHint: 'If you need it, ask the administrator for the role.',
  none: 'none', yes: 'yes', no: 'no', today: 'today', from: 'from', to: 'to', all: 'All', print: 'Print', back: 'Back', exportCSV: 'Export CSV', exported: 'Exported; the export is an entry of the ledger too',
  placeHint: 'Type a part of the name and choose from what is found.', placeOther: 'Another', placeNone: 'Nothing found; write it otherwise.', placeFound: (n) => `${n} found`, choose: 'Choose', wanted: 'Fill this in.',
  login: {
    title: 'Log in', county: (name) => `${name} place-name office`, login: 'Login', password: 'Password', submit: 'Log in',
    tooMany: (wait) => `Too many attempts; wait ${wait}, then try again.`, ready: 'You may try again now.',
    missing: 'Enter login and password.',
    oidc: (name) => `Log in with ${name}`,
    oidcUnlinked: 'This identity is linked to no account: log in with your password and link it, or ask the administrator.', oidcFailed: 'The log-in at the provider was not finished. Log in again, or use your password.',
    or: 'or',
    again: 'Please log in again', againHint: 'Your session ended. What you typed is still here; log in and go on.', otherAccount: 'Another account (what is not saved is lost)',
    change: 'Choose a new password first', changeHint: 'The administrator gave you a one-time password. Replace it with one that only you know.',
    old: 'Current password', next: 'New password', repeat: 'New password again', nextHint: 'At least 8 characters of three kinds among capitals, small letters, digits and marks, or what the settings say; no birthdays, phone numbers or passwords used elsewhere.',
    differ: 'The two new passwords differ; enter them again.', changed: 'The password was changed.', submitChange: 'Change password',
    second: 'Confirm with your security key', secondHint: 'Insert or hold the key you registered and touch it when asked.', useKey: 'Use the key',
    keyFailed: 'The key did not confirm. Check that it is inserted and try again; if it is lost, tell the administrator.', keyImpossible: 'This browser cannot use keys at this address: open it by https in a recent browser.',
    last: (when, where) => `Last log-in: ${when}, from ${where}.`, first: 'This is your first log-in.',
    failed: (n) => `${n} attempts with a wrong password since then. If they were not yours, change the password and tell the administrator.`,
  },
  idle: { title: 'Your session is about to end', ends: (wait) => `You will be logged out in ${wait}. What you typed is kept.`, stay: 'Go on working' },
  seconds: (n) => (n >= 60 ? `${Math.ceil(n / 60)} min` : `${n} s`),
  offline: 'No network. Go on typing, it is kept on this computer; save when the network is back.',
  help: [['/', 'Search'], ['j k', 'Next and previous row'], ['Enter', 'Open'], ['g h', 'Today'], ['g d', 'Names'], ['g l', 'Ledger'], ['g s', 'Settings'], ['Esc', 'Close'], ['?', 'Keyboard']],
}

export const officeWords = (lang: Lang): OfficeWords => (lang === 'en' ? en : zh)

/** A time of the record in words, on the reader's clock: 2026年11月22日 14:05. */
export function timeWords(at: string, lang: Lang): string {
  const time = new Date(at)
  if (Number.isNaN(time.getTime())) return at
  const clock = [time.getHours(), time.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':')
  const day = new Intl.DateTimeFormat(lang === 'zh' ? 'zh-CN' : 'en-GB', { year: 'numeric', month: 'long', day: 'numeric' }).format(time)
  return `${day} ${clock}`
}
