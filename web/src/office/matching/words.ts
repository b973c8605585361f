import type { Lang } from '../../words'

const zh = {
  title: '地址匹配', hint: '把写法不一的地址对到标准地址。一次一条，或整份表格：每一行都原样带回，后面加上匹配的地址、得分和说明。',
  one: '试一条', text: '地址文本', onePlaceholder: '江山清湖镇清湖一村 １０号', find: '匹配', score: (s: number) => `得分 ${s.toFixed(2)}`, precise: (part: string) => `精确到${part}`,
  parts: { province: '省', city: '市', county: '县', township: '乡镇街道', village: '村社区', street: '街路巷', settlement: '自然村', compound: '小区', number: '门牌号', building: '幢', unit: '单元', floor: '层', room: '室' } as Record<string, string>,
  nameOnly: '地名，没有门牌',
  table: '整份表格', choose: '选择文件', drop: '把 CSV 表格拖到这里，或', formats: '带表头的 CSV，UTF-8、GB18030 或 BIG5；Excel 请另存为 CSV。文件只用来匹配，不保存。',
  column: '地址所在的列', columnHint: '空着时按表头判断', encoding: '编码', encodingHint: '判断不对时再选', auto: '自动判断',
  running: (file: string) => `正在匹配 ${file}`, rows: (n: number, all: number) => (all ? `${n} / 约 ${all} 行` : `${n} 行`), stop: '停止', goOn: '接着匹配', another: '换一个文件',
  broken: (n: number) => `已收到 ${n} 行，接着匹配从下一行开始，不会重复。`, stopped: '已停止', cut: '连接中断', done: (n: number) => `匹配完成，共 ${n} 行`, read: (encoding: string, column: string) => `编码 ${encoding}，地址列“${column}”`,
  converted: (n: number) => `其中 ${n} 行的编码与全表不同，已转换，说明列里逐行写明。`,
  counts: '结果', reasons: {
    matched: '已匹配', ambiguous: '多个同样符合', doubtful: '只部分相符', similar_name: '名称近似', no_number: '号码未登记', no_name: '没有登记的名称', only_numbers: '只有号码', empty: '空白', not_text: '不是文字', too_long: '太长', bad_row: '行有错',
  } as Record<string, string>,
  download: '下载结果', downloadHint: (n: number) => (n ? `含 ${n} 行人工核对的结果` : '尚未核对的行照原样带出'),
  review: '核对存疑的行', reviewed: (n: number, all: number) => `已核对 ${n} / ${all}`, row: (n: number) => `第 ${n} 行`, none: '都不是', undo: '撤回', next: '下一行', previous: '上一行',
  keys: '1–5 选定 · n 都不是 · u 撤回 · j 下一行 · k 上一行', noDoubts: '没有存疑的行', noDoubtsHint: '每一行都有唯一的结果，或没有可选的地址；可直接下载。', noCandidates: '没有可选的地址，请按“都不是”或核对原文。',
  chosen: (text: string) => `选定 ${text}`, chosenNone: '都不是', undone: (row: number) => `第 ${row} 行已撤回`, all: '存疑的行都已核对，请下载结果。', leave: '核对的结果还没有下载，离开后不保留。仍要离开吗？',
  pick: '选这个', list: '存疑的行', more: (n: number) => `另有 ${n} 行，核对后依次列出`,
}
const en: typeof zh = {
  title: 'Match addresses', hint: 'Find the standard address that a text means: one at a time, or a whole table, which comes back row by row with the address, its score and an explanation.',
  one: 'Try one', text: 'Text of an address', onePlaceholder: '江山清湖镇清湖一村 １０号', find: 'Match', score: (s) => `score ${s.toFixed(2)}`, precise: (part) => `to the ${part}`,
  parts: { province: 'province', city: 'city', county: 'county', township: 'township', village: 'village', street: 'street', settlement: 'natural village', compound: 'compound', number: 'number', building: 'building', unit: 'unit', floor: 'floor', room: 'room' },
  nameOnly: 'a name without a number',
  table: 'A whole table', choose: 'Choose a file', drop: 'Drop a CSV table here, or', formats: 'CSV with a heading in UTF-8, GB18030 or BIG5; save Excel files as CSV. The file is only matched, never kept.',
  column: 'Column of the addresses', columnHint: 'Empty: told by the headings', encoding: 'Encoding', encodingHint: 'Only where it is told wrongly', auto: 'Tell by itself',
  running: (file) => `Matching ${file}`, rows: (n, all) => (all ? `${n} of about ${all} rows` : `${n} rows`), stop: 'Stop', goOn: 'Go on', another: 'Another file',
  broken: (n) => `${n} rows are here; going on begins with the next, and nothing comes twice.`, stopped: 'Stopped', cut: 'The connection broke off', done: (n) => `Matched, ${n} rows`, read: (encoding, column) => `${encoding}, addresses in “${column}”`,
  converted: (n) => `${n} of them were in another encoding than the table and were converted; their explanation says so.`,
  counts: 'Result', reasons: {
    matched: 'matched', ambiguous: 'several fit', doubtful: 'fits in part', similar_name: 'similar name', no_number: 'number not held', no_name: 'no name held', only_numbers: 'numbers only', empty: 'empty', not_text: 'no text', too_long: 'too long', bad_row: 'faulty row',
  },
  download: 'Download the result', downloadHint: (n) => (n ? `with ${n} rows decided by you` : 'rows not looked at go out as they are'),
  review: 'Look at doubtful rows', reviewed: (n, all) => `${n} of ${all} looked at`, row: (n) => `Row ${n}`, none: 'None of these', undo: 'Take back', next: 'Next', previous: 'Previous',
  keys: '1–5 choose · n none · u take back · j next · k previous', noDoubts: 'No doubtful rows', noDoubtsHint: 'Every row has one result, or no address to choose; download it.', noCandidates: 'There is no address to choose: none, or look at the text.',
  chosen: (text) => `Chosen: ${text}`, chosenNone: 'None of these', undone: (row) => `Row ${row} is open again`, all: 'All doubtful rows are looked at; download the result.', leave: 'What you decided is not downloaded and will be lost. Leave all the same?',
  pick: 'Choose', list: 'Doubtful rows', more: (n) => `${n} more follow as you go on`,
}
export const matchingWords = (lang: Lang): typeof zh => (lang === 'en' ? en : zh)
export type Words = typeof zh
