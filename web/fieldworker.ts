// Builds the service worker of /field with the list of what that page needs.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Plugin, Rolldown } from 'vite'

const always = ['field/manifest.webmanifest', 'field/icons/icon-192.png', 'favicon.svg']

/** Writes the names of all files of the page, and a name for all of them, into the worker. */
export const fieldWorker: Plugin = {
  name: 'field-worker',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      const worker = bundle['field/sw.js']
      if (worker?.type !== 'chunk') throw new Error('the worker of /field was not built')
      const files = [...needed(bundle), ...always].sort()
      const hash = createHash('sha256').update(worker.code)
      for (const file of files) hash.update(file).update(content(bundle, file))
      const kept = { version: hash.digest('hex').slice(0, 16), files: ['/field', ...files.map((file) => '/' + file)] }
      worker.code = worker.code.replaceAll('KEPT', JSON.stringify(kept))
      if (/\bKEPT\b|\bimport\b|\bexport\b/.test(worker.code)) throw new Error('the worker of /field must stand alone')
    },
  },
}

/** All scripts, styles and other files that the entry of /field reaches. */
function needed(bundle: Rolldown.OutputBundle): Set<string> {
  const seen = new Set<string>()
  const visit = (name: string) => {
    if (seen.has(name)) return
    seen.add(name)
    const chunk = bundle[name]
    if (chunk?.type !== 'chunk') return
    const meta = (chunk as { viteMetadata?: { importedCss: Set<string>; importedAssets: Set<string> } }).viteMetadata
    for (const next of [...chunk.imports, ...chunk.dynamicImports, ...(meta?.importedCss ?? []), ...(meta?.importedAssets ?? [])]) visit(next)
    for (const asset of chunk.code.match(/assets\/[\w.-]+\.(?:js|mjs|css)/g) ?? []) if (bundle[asset]) visit(asset)
  }
  for (const [name, part] of Object.entries(bundle)) {
    if (part.type === 'chunk' && part.isEntry && part.facadeModuleId?.endsWith('field.html')) visit(name)
  }
  if (!seen.size) throw new Error('the page /field was not built')
  return seen
}

function content(bundle: Rolldown.OutputBundle, file: string): string | Uint8Array {
  const part = bundle[file]
  if (!part) return readFileSync('public/' + file)
  return part.type === 'chunk' ? part.code : part.source
}
