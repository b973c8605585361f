// The roles and the actions, in words.

import type { Lang } from '../words'

const roles: Record<string, [zh: string, en: string]> = {
  admin: ['系统管理员', 'administrator'], auditor: ['审计员', 'auditor'], clerk: ['受理', 'clerk'], reviewer: ['审核', 'reviewer'],
  approver: ['批准', 'approver'], numberer: ['编号', 'numberer'], installer: ['安装', 'installer'], inspector: ['界线联检', 'inspector'],
  patroller: ['巡查', 'patroller'], shelter_keeper: ['避难场所管理', 'shelter keeper'], moderator: ['意见审核', 'moderator'], importer: ['数据导入', 'importer'],
}

const actions: Record<string, [zh: string, en: string]> = {
  'account.manage': ['管理账号', 'manage accounts'], 'setting.edit': ['修改设置', 'edit settings'], 'ledger.read': ['查看账本', 'read the ledger'],
  'ledger.export': ['导出账本', 'export the ledger'], 'person.export': ['导出个人信息', 'export personal data'], 'person.erase': ['删除个人信息', 'erase personal data'],
  'place.read_internal': ['查看内部地名', 'read internal places'], 'place.edit': ['修改地名', 'edit places'], 'place.rename': ['补录以前的更名', 'enter renamings of the past'], 'import.run': ['导入数据', 'import data'],
  'notice.publish': ['发布公示', 'publish notices'], 'comment.moderate': ['审看意见', 'moderate comments'], 'comment.answer': ['答复意见', 'answer comments'],
  'naming.edit': ['维护地名规则', 'edit the rules of names'],
  'marker.read': ['查看界桩', 'read markers'], 'marker.work': ['办理界桩', 'work on markers'], 'marker.report': ['报告界桩状况', 'report on markers'],
}

const said = (table: typeof roles, key: string, lang: Lang) => table[key]?.[lang === 'zh' ? 0 : 1] ?? key

export const roleNames = Object.keys(roles)
export const roleWord = (role: string, lang: Lang) => said(roles, role, lang)
export const actionWord = (action: string, lang: Lang) => said(actions, action, lang)
