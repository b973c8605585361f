import type { Lang } from '../../words'

const zh = {
  title: '设置', hint: '法律留给地方规定的事项：每项都有依据和生效日期，下级区划沿用上级的规定。', division: '区划', whole: '全县（本登记）', asOf: '什么日期的情况', asOfHint: '留空为今天', name: '项目', value: '现值', basis: '依据', since: '生效', inherited: '来自', isDefault: '默认值', own: '本区划', edit: '修改', list: '设置列表', none: '没有可设置的项目', noneHint: '请联系管理员检查登记是否已载入区划。',
  editTitle: (label: string) => `修改：${label}`, newValue: '新值', newBasis: '依据（文件名、文号或条款）', newFrom: '生效日期', newTo: '失效日期（可不填）', was: '现在', submit: '保存设置', saved: (label: string) => `${label}已修改`, basisMissing: '请写明依据，例如“江山市地名管理实施办法第八条”。', history: '变更历史', noHistory: '从未改过，用的是默认值。', yes: '是', no: '否', begins: (day: string) => `${day}起生效`, key: '编号', unset: '未设', holidays: '节假日与调休', templates: '公文模板',
}

const en: typeof zh = {
  title: 'Settings', hint: 'What the law leaves to the place: each rests on a text and a date, and holds for the divisions below.', division: 'Division', whole: 'The whole register', asOf: 'As it was on', asOfHint: 'empty: today', name: 'Setting', value: 'Value', basis: 'Basis', since: 'In force since', inherited: 'From', isDefault: 'default', own: 'this division', edit: 'Edit', list: 'Settings', none: 'Nothing to set', noneHint: 'Ask the administrator whether divisions were loaded.',
  editTitle: (label) => `Edit: ${label}`, newValue: 'New value', newBasis: 'Basis (title, number or article)', newFrom: 'In force from', newTo: 'Until (optional)', was: 'Now', submit: 'Save setting', saved: (label) => `${label} was changed`, basisMissing: 'Say what it rests on, for example “municipal rules, article 8”.', history: 'History', noHistory: 'Never changed; the default holds.', yes: 'yes', no: 'no', begins: (day) => `in force from ${day}`, key: 'Key', unset: 'not set', holidays: 'Holidays and make-up days', templates: 'Letter templates',
}

export const settingWords = (lang: Lang): typeof zh => (lang === 'en' ? en : zh)
