import type { Lang } from '../../words'

const zh = {
  hello: (name: string) => `${name}，您好`, nothing: '没有等您办理的事', nothingHint: '可以从左侧打开地名登记，或按 / 搜索。', waiting: '等您办理',
  drafts: '未完成的修改', draftOf: (name: string) => `继续修改 ${name}`, failedImport: (file: string) => `导入失败：${file}`, runningImport: (file: string) => `正在导入：${file}`, plannedImport: (file: string) => `待运行的导入：${file}`,
  findings: (n: number) => `${n} 个地名有检查发现`, readings: (n: number) => `${n} 个读音待核`, settings: (label: string, day: string) => `设置“${label}”将于 ${day} 生效`, partial: '有一部分没能查到，其余如下。', look: '查看', saved: (when: string) => `${when} 保存`,
}

const en: typeof zh = {
  hello: (name) => `Hello, ${name}`, nothing: 'Nothing waits for you', nothingHint: 'Open the register on the left, or press / to search.', waiting: 'Waiting for you',
  drafts: 'Unfinished edits', draftOf: (name) => `Go on editing ${name}`, failedImport: (file) => `Import failed: ${file}`, runningImport: (file) => `Importing: ${file}`, plannedImport: (file) => `Import to be run: ${file}`,
  findings: (n) => `${n} places with findings`, readings: (n) => `${n} readings to confirm`, settings: (label, day) => `“${label}” takes effect on ${day}`, partial: 'Some of it could not be asked; the rest is below.', look: 'Look', saved: (when) => `saved ${when}`,
}

export const todayWords = (lang: Lang): typeof zh => (lang === 'en' ? en : zh)
