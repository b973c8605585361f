import type { Lang } from '../../words'

const zh = {
  title: '我的账号', roles: '我的角色', whole: '全部登记', noRoles: '没有角色。如需办理业务，请与管理员联系。', password: '修改密码',
  keys: '安全密钥', keysHint: '批准人和管理员用安全密钥作第二步验证。登记两把，一把备用。', noKeys: '还没有登记密钥。', addKey: '登记一把密钥', keyName: '给它起个名字', keyNameHint: '例如“办公室的蓝色密钥”', removeKey: '移除', keyAdded: '密钥已登记', keyRemoved: '密钥已移除', removeTitle: (name: string) => `移除密钥 ${name}`, keyFailed: '密钥没有登记成功：可能取消了，或密钥已登记过。请插好密钥再试。',
  tokens: '接口令牌', tokensHint: '给别的程序用，代替您本人的登录；只给它需要的权限，用完就收回。', noTokens: '没有令牌。', addToken: '新建令牌', tokenName: '用途', tokenNameHint: '例如“市局数据交换”', scope: '权限', expires: '到期日', expiresHint: '最长一年', tokenMade: '令牌', tokenOnce: '只显示这一次，请现在复制到要用它的程序里。', revoke: '收回', revoked: '令牌已收回', revokeTitle: (name: string) => `收回令牌 ${name}`, used: '上次使用', neverUsed: '未用过', made: '建立', begins: '开头', close: '已保存', scopeMissing: '至少选一项权限。', tokenList: '令牌列表', keyList: '密钥列表',
  calendar: '日历链接', calendarHint: '在手机或电脑的日历里订阅，显示您能看到的案件期限，提前提醒。', noCalendar: '还没有日历链接。', calendarMake: '新建日历链接', calendarAgain: '换一个链接', calendarSecret: '拿到链接的人都能看到这些期限，请不要转发。', calendarReplaces: '新建后，原来的链接立即失效，须在日历里重新订阅。', calendarOnce: '只显示这一次，请现在复制到日历的“订阅”里。', calendarEnd: '收回日历链接', calendarEnded: '日历链接已收回',
}

const en: typeof zh = {
  title: 'My account', roles: 'My roles', whole: 'the whole register', noRoles: 'No role. If you need one, ask the administrator.', password: 'Change password',
  keys: 'Security keys', keysHint: 'Approvers and administrators prove themselves with a key. Register two, one to keep in reserve.', noKeys: 'No key yet.', addKey: 'Register a key', keyName: 'Give it a name', keyNameHint: 'for example “blue key in the office”', removeKey: 'Remove', keyAdded: 'Key registered', keyRemoved: 'Key removed', removeTitle: (name) => `Remove the key ${name}`, keyFailed: 'The key was not registered: cancelled, or registered before. Insert it and try again.',
  tokens: 'API tokens', tokensHint: 'For a program in place of your log-in. Give it only what it needs, and revoke it when done.', noTokens: 'No tokens.', addToken: 'New token', tokenName: 'Purpose', tokenNameHint: 'for example “exchange with the prefecture”', scope: 'May', expires: 'Expires', expiresHint: 'a year at most', tokenMade: 'Token', tokenOnce: 'Shown this once; copy it into the program now.', revoke: 'Revoke', revoked: 'Token revoked', revokeTitle: (name) => `Revoke the token ${name}`, used: 'Last used', neverUsed: 'never', made: 'Made', begins: 'Begins', close: 'I have kept it', scopeMissing: 'Choose at least one.', tokenList: 'Tokens', keyList: 'Keys',
  calendar: 'Calendar link', calendarHint: 'Subscribe to it in a calendar to see the deadlines that you may read, with a reminder ahead.', noCalendar: 'No calendar link yet.', calendarMake: 'New calendar link', calendarAgain: 'Replace the link', calendarSecret: 'Whoever has the link sees these deadlines: do not pass it on.', calendarReplaces: 'The link before ends at once; subscribe again in the calendar.', calendarOnce: 'Shown this once; copy it into the calendar’s subscriptions now.', calendarEnd: 'Revoke the calendar link', calendarEnded: 'Calendar link revoked',
}

export const meWords = (lang: Lang): typeof zh => (lang === 'en' ? en : zh)
