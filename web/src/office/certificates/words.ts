import type { Lang } from '../../words'

const zh = {
  title: '地名证明', hint: '给群众和单位开具的证明，证明新旧地名或几份证件上的地址是同一个地方。扫纸上的码可以核验，核验页不显示持有人。', find: '编号或地名', none: '还没有开过证明', noneHint: '到“地名”里找到那处地名，点“开具地名证明”。', toRegister: '去找地名',
  number: '编号', name: '地名', kind: '种类', issuedOn: '开具日期', state: '状态', valid: '有效', revoked: '已作废', overtaken: '后又更名', back: '全部证明', open: '打开',
  kinds: { renamed: '更名证明（原名与现名）', standard: '标准地名证明', one_place: '同址证明（几份证件的地址）', door_plate: '门牌证', one_address: '地址证明' } as Record<string, string>,
  newTitle: (name: string) => `为“${name}”开具证明`, says: '证明内容', former: '原名', now: '标准名称', where: '所在', holder: '持有人姓名或单位', holderHint: '只印在纸上；单独存放，可以依申请删除。', purpose: '用途', purposeHint: '不填写时印“办理证照地址变更等事项”。',
  papers: '持有人的证件', papersHint: '照证件上的写法抄录地址。', paperKind: '证件', paperAddress: '证件上的地址', addPaper: '再加一份', removePaper: '去掉', paperKinds: ['房屋所有权证', '土地使用证', '不动产权证', '营业执照', '居民户口簿'],
  basis: '依据', basisHint: '登记里的批准文件已填好，可以改写。', basisMissing: '登记里没有批准文件，请写明批准机关、文号和日期。', issue: '开具', issued: (number: string) => `已开具 ${number}`, print: '下载打印件（PDF）', printHint: '打印后盖章。', proof: '核验页', revoke: '作废', revokeTitle: (number: string) => `作废 ${number}`,
  revokeHint: '纸件收不回来也没关系：扫码会显示已作废和下面的理由。理由里不要写个人信息。', revokedSaid: '已作废', erased: '持有人资料已依申请删除，不能再打印。', noPlace: '请从地名页开具。', basisOf: '依据', issuer: '开具单位', from: '在地名页打开', fromAddress: '在地址页打开', ended: '地址已注销',
}
const en: typeof zh = {
  title: 'Certificates', hint: 'Papers which say that an old and a new name, or the addresses on several papers, are one place. The code on the paper proves it and never shows the holder.', find: 'Number or name', none: 'No certificate yet', noneHint: 'Find the place under Names and choose “Certificate”.', toRegister: 'Find a place',
  number: 'Number', name: 'Name', kind: 'Kind', issuedOn: 'Issued', state: 'State', valid: 'valid', revoked: 'revoked', overtaken: 'renamed since', back: 'All certificates', open: 'Open',
  kinds: { renamed: 'Renaming (old and new name)', standard: 'Standard name', one_place: 'One place (addresses on several papers)', door_plate: '门牌证 (number of a house)', one_address: '地址证明 (one property)' },
  newTitle: (name) => `Certificate of ${name}`, says: 'What it says', former: 'Former name', now: 'Standard name', where: 'In', holder: 'Holder', holderHint: 'Printed on the paper alone; kept apart and erasable.', purpose: 'Purpose', purposeHint: 'If empty: changing the address on papers.',
  papers: 'The holder’s papers', papersHint: 'Copy the address as it stands there.', paperKind: 'Paper', paperAddress: 'Address on it', addPaper: 'Another paper', removePaper: 'Remove', paperKinds: ['房屋所有权证', '土地使用证', '不动产权证', '营业执照', '居民户口簿'],
  basis: 'Basis', basisHint: 'The register’s decision is filled in; change it if needed.', basisMissing: 'The register holds no decision: name the approver, its number and date.', issue: 'Issue', issued: (number) => `${number} issued`, print: 'Download for print (PDF)', printHint: 'Seal it when printed.', proof: 'Proof page', revoke: 'Revoke', revokeTitle: (number) => `Revoke ${number}`,
  revokeHint: 'The paper may stay where it is: its code will tell that it is revoked, and the reason below. Name nobody in it.', revokedSaid: 'Revoked', erased: 'The holder’s data was erased on request; it cannot be printed again.', noPlace: 'Begin from the page of a place.', basisOf: 'Basis', issuer: 'Issuer', from: 'Open the place', fromAddress: 'Open the address', ended: 'address cancelled',
}
export const certificateWords = (lang: Lang): typeof zh => (lang === 'en' ? en : zh)
export type Words = typeof zh
