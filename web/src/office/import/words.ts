import type { Lang } from '../../words'
import type { Guess, Outcome, State } from './api'

const state: Record<State, string> = { planned: '待运行', running: '正在导入', done: '已导入', failed: '未完成', undone: '已撤销' }
const guess: Record<Guess, string> = { given: '您指定', heading: '按栏名', sample: '按内容猜测', ambiguous: '请核对', second: '未用', unknown: '不认识', left: '不导入' }
const outcome: Record<Outcome, string> = { added: '新增', changed: '更新', unchanged: '未变', rejected: '拒绝' }

const zh = {
  title: '导入', hint: '把普查登记表、区划表、地图文件，或避难场所、联系人、政策的表格收入登记。先看、再改、后导入；每一行都有交代，导入后可以整批撤销。',
  drop: '把文件拖到这里，或', choose: '选择文件', dropNow: '松开即上传', formats: (size: string) => `XLSX、CSV、GeoJSON、压缩的 Shapefile、GeoPackage、KML 等${size && `；最大 ${size}`}。密级高于内部的文件不得上传。`,
  tooLarge: '文件过大', tooLargeHint: (size: string, most: string) => `文件有 ${size}，最大 ${most}。请分成几个文件，或请管理员调高上限。`,
  uploading: (name: string, part: string) => `正在上传 ${name}：${part}`, reading: (name: string) => `已收到 ${name}，正在查看内容…`, stopUpload: '停止上传',
  recent: '近期导入', none: '还没有导入过文件', noneHint: '选一个文件开始。上传后先看结果，确认之前什么都不会写入登记。', open: '打开', when: '上传时间', file: '文件', stateHead: '状态', rows: '行数',
  back: '全部导入', remove: '删除文件', removeTitle: '删除这个文件', removeHint: '上传的文件和被拒绝的行会删除；已收入登记的内容不受影响，仍可撤销。', removed: '文件已删除',
  state, guess, outcome, waiting: '等待开始',
  steps: { columns: '一、看内容、定栏目', check: '二、检查', run: '三、导入与结果' },
  found: '读到的内容', format: '格式', size: '大小', sheet: '工作表或图层', encoding: '编码', encodingHow: (given: boolean): string => (given ? '（指定）' : '（由内容判断）'), count: '行数', unknownCount: '读完才知道',
  kind: '行的内容', kinds: { places: '地名', divisions: '行政区划', shelters: '避难场所', officers: '灾害信息员和联系电话', policies: '政策' }, kindByHeadings: '按栏名判断', openHint: '联系电话和政策印在村安全卡上，人人可见。个人号码没有本人同意公开的凭据就不收入。',
  kindHint: { '': '上传后可以改。', places: '自然村、街巷等地名的登记表。', divisions: '区划代码表或界线文件。', shelters: '应急避难场所、避灾安置场所一览表。', officers: '灾害信息员、村和乡镇联系人的表。', policies: '惠民、避灾政策的表。' },
  remarks: '收入时的说明', remarksHint: '这些行照样收入；下列内容没有照表中写的收，请核对。', classification: '密级',
  classes: { '': '内部（默认）', internal: '内部', public: '公开' }, classHint: { '': '只有登录的人看得到；登记中已公开的保持公开。', internal: '只有登录的人看得到，已公开的也改为内部。', public: '任何人都看得到，会出现在公众地图上。' },
  crs: '坐标系', crsFile: (code: number | undefined) => (code ? `按文件声明（EPSG:${code}）` : '按文件，未声明时为 CGCS2000 经纬度'), source: '来源名称', sourceHint: '编号在同一来源内不重复。留空则用文件名。', defaultClass: '缺类别时用', defaultClassHint: '5 位类别代码，文件没有类别栏时填写',
  swap: '经纬度两栏对调', repair: '修复无效的面（改动小时）', flat: '舍去第三维坐标', pairsNew: '疑似已有地名的行一律作为新地名', more: '更多选项',
  columns: '栏目对应', columnsHint: '左边是文件的栏名和前几个值，右边是它在登记中的意思。琥珀色的请核对。', heading: '文件的栏', samples: '内容举例', means: '在登记中是', notUsed: '不导入', how: '怎样判断', noSamples: '（空）',
  mapping: '已存的栏目对应', useMapping: '套用', pickMapping: '选择…', saveMapping: '存为常用', mappingName: '名称', mappingSaved: (name: string) => `已存为“${name}”`, missing: (names: string) => `文件没有这些栏：${names}。其余的已套用。`,
  doubts: (n: number) => `${n} 栏请核对`, required: (labels: string) => `还缺：${labels}。请为它选一栏，否则不能检查。`, twice: (label: string) => `“${label}”选了两栏，只能留一栏。`,
  check: '检查', checkAgain: '重新检查', checking: '正在检查，登记不会改变', saving: '正在保存…',
  result: '会怎样', nothing: '没有会改变的内容', map: '位置', legendMoved: '灰点是原来的位置', shown: (n: number) => `地图和列表最多显示各类 ${n} 行`, list: '逐行', row: '行', name: '名称', what: '结果', changes: '改动', noPlace: '没有位置', only: '只看',
  suspicions: '坐标可疑', suspicionsHint: '下列情况只是提示，坐标没有改动。', rowsN: (n: number) => `${n} 行`, firstRows: (rows: string) => `如第 ${rows} 行`, apply: { gcj02: '按 GCJ-02 换算', bd09: '按 BD-09 换算', swap: '对调经纬度', crs: (code: string) => `按 EPSG:${code} 读取`, repair: '修复' }, suspicious: '坐标可疑',
  rejections: '被拒绝的行', rejectionsHint: '这些行不会收入；导入后可以下载，改正后再导入。', reason: '原因', value: '值', column: '栏', showAll: (n: number) => `显示全部 ${n} 行`,
  pairs: '疑似同一地名', pairsHint: '文件中的这些行可能说的是登记中已有的地名，请逐一决定；未决定的行会被拒绝。', inFile: '文件中', inRegister: '登记中', same: '是同一地名', different: '不是，作为新地名', decidedSame: '已定：同一地名', decidedNew: '已定：新地名', apart: (m: string) => `相距 ${m}`,
  findings: '请留意', findingsHint: '照样收入，并记下来待查。', kept: '登记中另有决定，不按文件改', namesake: (other: string) => `与 ${other} 重名`, outside: '坐标在所写政区之外', 
  next: '导入', nextHint: (n: number) => `将写入 ${n} 行。可离开此页，导入照常进行。`, runNothing: '没有可写入的行', 
  running: '正在导入', runningWait: '已排队，马上开始…', rowsDone: (rows: string, speed: string) => `已处理 ${rows} 行，每秒 ${speed} 行`, left: (wait: string) => `约还需 ${wait}`, leave: '可以离开此页，稍后回来看结果。', stop: '停止', stopped: '正在停止；已写入的整批保留',
  done: '导入完成', read: '读', accepted: '新增', updated: '更新', unchanged: '未变', rejected: '拒绝', sum: (r: { read: number; accepted: number; updated: number; unchanged: number; rejected: number }) => `读 ${r.read} 行 = 新增 ${r.accepted} + 更新 ${r.updated} + 未变 ${r.unchanged} + 拒绝 ${r.rejected}`,
  download: '下载被拒绝的行', downloadHint: '改正后把同一个文件再拖进来，就接着这个来源导入。', undo: '撤销这次导入', undoTitle: '撤销整批导入', undoHint: '新增的地名撤下（编号仍会说明已撤下和原因），更新的恢复为原来的内容。什么都不会抹掉。', undoHintSafety: '新增的避难场所和政策撤下，联系人停用，更新的恢复为原来的内容。鉴定和拨测记录保留。什么都不会抹掉。', undoWhole: '只要有一处在导入后被更改，就一处也不撤销', undone: '已撤销', undoneSum: (withdrawn: number, restored: number) => `撤下 ${withdrawn} 处，恢复 ${restored} 处`, changedSince: '这些在导入后又被更改，没有动', undoRest: '撤销其余的',
  failed: '导入没有完成', again: '再运行一次', againHint: '已写入的行不会重复。', fileGone: '文件已按保存期限删除。要再导入请重新上传。', notes: '说明', seeRegister: { register: '在登记中查看', shelters: '查看避难场所', safety: '查看村安全卡' }, seconds: (n: number) => (n >= 90 ? `${Math.round(n / 60)} 分钟` : `${n} 秒`),
  line: (line: number | undefined, row: number) => (line ? `文件第 ${line} 行` : `第 ${row} 个`),
}

const en: typeof zh = {
  title: 'Import', hint: 'Takes census forms, code tables, map files, and tables of shelters, contacts and policies into the register. Look, correct, then import; every row is accounted for, and a whole import can be undone.',
  drop: 'Drop a file here, or', choose: 'Choose a file', dropNow: 'Let go to bring it', formats: (size) => `XLSX, CSV, GeoJSON, zipped shapefile, GeoPackage, KML and others${size && `; ${size} at most`}. Nothing classified above internal may be brought.`,
  tooLarge: 'The file is too large', tooLargeHint: (size, most) => `It has ${size}, ${most} at most are taken. Split it, or ask the administrator to raise the limit.`,
  uploading: (name, part) => `Bringing ${name}: ${part}`, reading: (name) => `${name} has arrived and is being looked at…`, stopUpload: 'Stop',
  recent: 'Recent imports', none: 'No file was imported yet', noneHint: 'Choose a file to begin. You see the result first; nothing is written before you say so.', open: 'Open', when: 'Brought', file: 'File', stateHead: 'State', rows: 'Rows',
  back: 'All imports', remove: 'Remove the file', removeTitle: 'Remove this file', removeHint: 'The file and its rejected rows go; what came into the register stays and can still be undone.', removed: 'The file was removed',
  state: { planned: 'to be run', running: 'running', done: 'imported', failed: 'not finished', undone: 'undone' },
  guess: { given: 'your choice', heading: 'by heading', sample: 'by its values', ambiguous: 'please check', second: 'not used', unknown: 'not known', left: 'left out' },
  outcome: { added: 'added', changed: 'changed', unchanged: 'unchanged', rejected: 'rejected' }, waiting: 'waiting',
  steps: { columns: '1 Content and columns', check: '2 Check', run: '3 Import and result' },
  found: 'What was found', format: 'Format', size: 'Size', sheet: 'Sheet or layer', encoding: 'Encoding', encodingHow: (given) => (given ? ' (given)' : ' (told by its bytes)'), count: 'Rows', unknownCount: 'known once read',
  kind: 'The rows are', kinds: { places: 'place names', divisions: 'divisions', shelters: 'shelters', officers: 'information officers and other contacts', policies: 'policies' }, kindByHeadings: 'told by the headings', openHint: 'Contacts and policies stand on the cards of villages, which everybody reads. A private number comes in only with the paper of consent.',
  kindHint: { '': 'It can be changed once the file is here.', places: 'Forms of villages, streets and other names.', divisions: 'Tables of division codes, or files of boundaries.', shelters: 'Lists of emergency shelters.', officers: 'Tables of disaster information officers and of contacts of villages and townships.', policies: 'Tables of policies.' },
  remarks: 'Remarks on what comes in', remarksHint: 'These rows come in; what is listed was not taken as it is written. Please check.', classification: 'Classification',
  classes: { '': 'internal (default)', internal: 'internal', public: 'public' }, classHint: { '': 'Seen by those who log in; what is public already stays public.', internal: 'Seen by those who log in; what is public becomes internal.', public: 'Seen by everybody, and on the public map.' },
  crs: 'Reference system', crsFile: (code) => (code ? `as the file declares (EPSG:${code})` : 'as the file says, else CGCS2000 degrees'), source: 'Name of the source', sourceHint: 'Keys are unique within a source. Empty: the name of the file.', defaultClass: 'Class where none is given', defaultClassHint: 'A class code of 5 digits, for files without a column of classes',
  swap: 'Exchange longitude and latitude', repair: 'Repair invalid areas (where it changes little)', flat: 'Drop the third coordinate', pairsNew: 'Take rows that may be known places as new ones', more: 'More choices',
  columns: 'Columns', columnsHint: 'Left the heading in the file with its first values, right what it means here. Check those in amber.', heading: 'In the file', samples: 'Examples', means: 'In the register', notUsed: 'leave out', how: 'Known by', noSamples: '(empty)',
  mapping: 'Saved columns', useMapping: 'Use', pickMapping: 'Choose…', saveMapping: 'Save for later', mappingName: 'Name', mappingSaved: (name) => `Saved as “${name}”`, missing: (names) => `The file lacks these headings: ${names}. The others were used.`,
  doubts: (n) => `${n} to check`, required: (labels) => `Missing: ${labels}. Choose a column for it before checking.`, twice: (label) => `Two columns are “${label}”; only one can be.`,
  check: 'Check', checkAgain: 'Check again', checking: 'Checking; the register does not change', saving: 'Saving…',
  result: 'What would happen', nothing: 'Nothing would change', map: 'Where', legendMoved: 'Grey: where it stands now', shown: (n) => `Map and list show at most ${n} rows of each`, list: 'Row by row', row: 'Row', name: 'Name', what: 'Outcome', changes: 'Changes', noPlace: 'no position', only: 'Only',
  suspicions: 'Suspicious positions', suspicionsHint: 'These are hints; no position was changed.', rowsN: (n) => `${n} rows`, firstRows: (rows) => `such as row ${rows}`, apply: { gcj02: 'Convert from GCJ-02', bd09: 'Convert from BD-09', swap: 'Exchange the axes', crs: (code) => `Read as EPSG:${code}`, repair: 'Repair' }, suspicious: 'suspicious position',
  rejections: 'Rejected rows', rejectionsHint: 'They do not come in; after the import they can be downloaded, corrected and brought again.', reason: 'Reason', value: 'Value', column: 'Column', showAll: (n) => `Show all ${n} rows`,
  pairs: 'Perhaps known places', pairsHint: 'These rows may be about places the register has. Decide each; those not decided are rejected.', inFile: 'In the file', inRegister: 'In the register', same: 'The same place', different: 'No, a new place', decidedSame: 'decided: the same', decidedNew: 'decided: new', apart: (m) => `${m} apart`,
  findings: 'To be looked at', findingsHint: 'These come in and are noted.', kept: 'Decided otherwise in the register; not changed', namesake: (other) => `same name as ${other}`, outside: 'position outside its division',
  next: 'Import', nextHint: (n) => `${n} rows will be written. You may leave this page; the import goes on.`, runNothing: 'There is no row to write',
  running: 'Importing', runningWait: 'Waiting; it starts in a moment…', rowsDone: (rows, speed) => `${rows} rows done, ${speed} a second`, left: (wait) => `about ${wait} left`, leave: 'You may leave this page and come back for the result.', stop: 'Stop', stopped: 'Stopping; whole batches stand',
  done: 'Imported', read: 'Read', accepted: 'Added', updated: 'Changed', unchanged: 'Unchanged', rejected: 'Rejected', sum: (r) => `Read ${r.read} = added ${r.accepted} + changed ${r.updated} + unchanged ${r.unchanged} + rejected ${r.rejected}`,
  download: 'Download rejected rows', downloadHint: 'Correct them and drop the same file here again; it goes on within this source.', undo: 'Undo this import', undoTitle: 'Undo the whole import', undoHint: 'What was added is withdrawn (its ids go on saying so, and why), what was changed says again what it said. Nothing is erased.', undoHintSafety: 'Shelters and policies that were added are withdrawn, contacts ended, what was changed says again what it said. Appraisals and trials stay. Nothing is erased.', undoWhole: 'Undo nothing if something was changed since', undone: 'Undone', undoneSum: (withdrawn, restored) => `${withdrawn} withdrawn, ${restored} restored`, changedSince: 'Changed since the import, and left as they stand', undoRest: 'Undo the others',
  failed: 'The import did not finish', again: 'Run again', againHint: 'No row comes in twice.', fileGone: 'The file was removed when its time was over. Bring it again to import it.', notes: 'Notes', seeRegister: { register: 'See the register', shelters: 'See the shelters', safety: 'See the village cards' }, seconds: (n) => (n >= 90 ? `${Math.round(n / 60)} min` : `${n} s`),
  line: (line, row) => (line ? `line ${line}` : `feature ${row}`),
}

export type ImportWords = typeof zh

export const importWords = (lang: Lang): ImportWords => (lang === 'en' ? en : zh)

/** A size in the unit a person thinks in. */
export const sizeWords = (bytes: number) =>
  bytes >= 2 ** 30 ? `${(bytes / 2 ** 30).toFixed(1)} GB` : bytes >= 2 ** 20 ? `${(bytes / 2 ** 20).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} kB`

export const metres = (m: number) => (m >= 1000 ? `${(m / 1000).toFixed(1)} km` : `${Math.round(m)} m`)
