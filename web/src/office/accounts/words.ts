import type { Lang } from '../../words'

const zh = {
  title: '账号', add: '新建账号', login: '登录名', loginHint: '字母、数字和点，例如 wang.li', name: '姓名', roles: '角色与辖区', state: '状态', active: '启用', disabled: '已停用', lastLogin: '上次登录', never: '从未登录',
  keys: '安全密钥', created: '建立', mustChange: '待改密码', none: '还没有账号', noneHint: '新建第一个账号，再授予角色。', list: '账号列表', back: '返回账号列表', noRoles: '没有角色，登录后只能看到公开内容。',
  added: (login: string) => `账号 ${login} 已建立`, password: '一次性密码', passwordHint: '只显示这一次。请当面或电话告知本人；首次登录须改掉。', done: '已告知本人',
  grant: '授予角色', role: '角色', division: '辖区', whole: '全部登记', granted: '已授予角色', revoke: '收回', revokeTitle: (role: string) => `收回角色：${role}`, revoked: '已收回角色',
  disable: '停用', enable: '启用', disableTitle: (login: string) => `停用 ${login}`, enableTitle: (login: string) => `启用 ${login}`, disableHint: '停用后立即不能登录，现有登录和令牌也一并失效。办理过的记录保留。', wasDisabled: '已停用', wasEnabled: '已启用',
  reset: '重置密码', resetTitle: (login: string) => `重置 ${login} 的密码`, resetHint: '原密码立即失效，本人须用一次性密码登录后改掉。', separation: '管理员不能办理地名业务，业务角色不能管理账号（三员分立）。', keyCount: (n: number) => (n ? `${n} 把` : '无'),
}

const en: typeof zh = {
  title: 'Accounts', add: 'New account', login: 'Login', loginHint: 'letters, digits and dots, for example wang.li', name: 'Name', roles: 'Roles and divisions', state: 'State', active: 'active', disabled: 'disabled', lastLogin: 'Last log-in', never: 'never',
  keys: 'Security keys', created: 'Created', mustChange: 'password to change', none: 'No accounts yet', noneHint: 'Make the first one, then give it a role.', list: 'Accounts', back: 'Back to the accounts', noRoles: 'No role: sees only what is public.',
  added: (login) => `Account ${login} was made`, password: 'One-time password', passwordHint: 'Shown this once. Tell its owner in person or by phone; it must be changed at the first log-in.', done: 'Its owner was told',
  grant: 'Give a role', role: 'Role', division: 'Division', whole: 'The whole register', granted: 'Role given', revoke: 'Take away', revokeTitle: (role) => `Take the role away: ${role}`, revoked: 'Role taken away',
  disable: 'Disable', enable: 'Enable', disableTitle: (login) => `Disable ${login}`, enableTitle: (login) => `Enable ${login}`, disableHint: 'No log-in from now on; sessions and tokens end at once. What was done stays recorded.', wasDisabled: 'Disabled', wasEnabled: 'Enabled',
  reset: 'Reset password', resetTitle: (login) => `Reset the password of ${login}`, resetHint: 'The old password ends at once; its owner logs in with the one-time password and changes it.', separation: 'Administrators do no register work, and register roles manage no accounts.', keyCount: (n) => (n ? String(n) : 'none'),
}

export const accountWords = (lang: Lang): typeof zh => (lang === 'en' ? en : zh)
