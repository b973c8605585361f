import type { Lang } from '../../words'

const zh = {
  title: '公文模板', hint: '请示、批复稿、备案报告和公告稿按这里的模板生成。下载模板，用 Word 或 WPS 改好版式和文字，再传回来。',
  kind: '公文', inForce: '现用模板', builtIn: '系统内置模板', builtInHint: '还没有换成本局的模板；内置模板按 GB/T 9704-2012 排版。', since: '启用时间', by: '启用人', basis: '依据', file: '文件', open: '查看和更换', all: '全部公文模板',
  download: '下载现用模板', downloadBuiltIn: '下载内置模板', sample: '下载样张',
  replace: '换成本局的模板', choose: '选择 .docx 文件', chooseHint: '占位符照字段表书写。选好后系统先用示例数据填一遍，不会马上启用。', check: '检查并预览', checking: '正在检查…',
  passed: '检查通过', passedHint: '以下是用示例数据填出的文字。版式请下载样张，用 Word 或 WPS 查看。', preview: '样张文字', downloadFilled: '下载这份样张',
  missing: '公文里通常应有、模板没有用到的字段', missingHint: '如果文字已直接写在模板里，可以不管；否则请补上再传。',
  adoptBasis: '依据（会议、文件名或文号）', adoptBasisHint: '例如“县局2026年第3次办公会决定”，记入账本', basisMissing: '请写明依据。', adopt: '启用这个模板', adopted: (title: string) => `${title}模板已更换`, again: '换一个文件',
  reset: '恢复内置模板', resetTitle: (title: string) => `恢复${title}的内置模板`, resetHint: '以后生成的公文用内置模板。现用模板留在历史里，可以下载。', resetDone: (title: string) => `${title}已恢复内置模板`,
  fields: '可用的字段', fieldsHint: '写成双花括号，前面加点，例如 {{.Title}}。列表的字段写在 {{range .Items}} 与 {{end}} 之间，放在表格的一行里就每个地名一行；可能为空的用 {{if .Former}} … {{end}} 包起来。',
  letter: '整份公文', lists: { Items: '地名列表 .Items', Attachments: '附件列表 .Attachments' } as Record<string, string>, field: '写法', meaning: '含义', example: '示例', must: '一般应有',
  history: '历史', noHistory: '从未更换过，一直用内置模板。', ended: '停用', endedWhy: '停用原因或后续依据', now: '现用',
  readOnly: '您可以查看和下载。更换模板由审核或批准人员办理。', unknown: '没有这种公文', unknownHint: '请从列表中选择。',
}

const en: typeof zh = {
  title: 'Letter templates', hint: 'Requests, draft replies, filing reports and announcements are written from these templates. Download one, change it in a word processor, and bring it back.',
  kind: 'Letter', inForce: 'In force', builtIn: 'Built-in template', builtInHint: 'The office has not replaced it; it is set by GB/T 9704-2012.', since: 'Since', by: 'By', basis: 'Basis', file: 'File', open: 'Look and replace', all: 'All letter templates',
  download: 'Download the one in force', downloadBuiltIn: 'Download the built-in one', sample: 'Download a sample letter',
  replace: 'Bring the office’s own', choose: 'Choose a .docx file', chooseHint: 'Write placeholders as the list of names says. The file is first filled with a sample; nothing changes yet.', check: 'Check and preview', checking: 'Checking…',
  passed: 'The template can be used', passedHint: 'This is the text that the sample becomes. Download the sample letter to see its layout.', preview: 'Text of the sample letter', downloadFilled: 'Download this sample letter',
  missing: 'Usual in such a letter, and not used by the template', missingHint: 'Leave it if the words stand in the template itself; else add them and bring it again.',
  adoptBasis: 'Basis (decision, title or number)', adoptBasisHint: 'Goes into the ledger', basisMissing: 'Say what it rests on.', adopt: 'Use this template', adopted: (title) => `Template replaced: ${title}`, again: 'Choose another file',
  reset: 'Restore the built-in template', resetTitle: (title) => `Restore the built-in template: ${title}`, resetHint: 'Letters from now on follow the built-in template. The one in force stays in the history.', resetDone: (title) => `Built-in template restored: ${title}`,
  fields: 'Names that a template may use', fieldsHint: 'In double braces with a dot before them: {{.Title}}. Names of a list stand between {{range .Items}} and {{end}}; within a row of a table they make a row for each place. Wrap what may be empty in {{if .Former}} … {{end}}.',
  letter: 'The whole letter', lists: { Items: 'The names, .Items', Attachments: 'The attachments, .Attachments' }, field: 'Write', meaning: 'Stands for', example: 'Sample', must: 'usual',
  history: 'History', noHistory: 'Never replaced: the built-in template holds.', ended: 'Ended', endedWhy: 'Why, or the basis of the next', now: 'in force',
  readOnly: 'You may look and download. Reviewers and approvers replace templates.', unknown: 'There is no such letter', unknownHint: 'Choose one from the list.',
}

export const templateWords = (lang: Lang): typeof zh => (lang === 'en' ? en : zh)
