import type { Lang } from '../../words'

const zh = {
  title: '个人信息', hint: '本人有权查阅、取得和要求删除自己的信息。查看、导出、删除都记入账本，账本里只有编号，没有姓名和电话。', q: '姓名、电话或编号', search: '查找', list: '查到的人', name: '姓名', kind: '来源', since: '登记', none: '没有查到', noneHint: '请核对姓名或编号。', first: '输入姓名、电话或编号，查找一个人的信息。',
  export: '导出全部信息', exported: '已导出，已记入账本', erase: '删除', eraseTitle: '删除此人的信息', eraseHint: '删除后不能恢复：本人的姓名、电话和内容都会消失，办理记录保留编号，账本仍然可以核验。', erased: '已删除，已记入账本', id: '编号',
}

const en: typeof zh = {
  title: 'Persons', hint: 'Persons may see, receive and have erased what is held of them. Each look, export and erasure is an entry; the ledger holds a number, no name and no phone.', q: 'Name, phone or id', search: 'Find', list: 'Found', name: 'Name', kind: 'Held as', since: 'Since', none: 'Nobody found', noneHint: 'Check the name or the id.', first: 'Enter a name, a phone number or an id to find what is held of a person.',
  export: 'Export everything', exported: 'Exported; it is an entry in the ledger', erase: 'Erase', eraseTitle: 'Erase what is held of this person', eraseHint: 'This cannot be undone: name, phone and content go; what was done keeps its number, and the ledger still verifies.', erased: 'Erased; it is an entry in the ledger', id: 'Id',
}

export const personWords = (lang: Lang): typeof zh => (lang === 'en' ? en : zh)
