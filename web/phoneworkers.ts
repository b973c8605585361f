// Builds the service workers of the pages on phones, /field, /install and /shelter, each with the list of what its page needs.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Plugin, Rolldown } from 'vite'

const apps = ['field', 'install', 'shelter']
const always = ['field/icons/icon-192.png', 'favicon.svg']

/** Writes the worker once for each app, with its page, the names of all files of the page, and a name for all of them. */
export const phoneWorkers: Plugin = {
  name: 'phone-workers',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      const worker = bundle['field/sw.js']
      if (worker?.type !== 'chunk') throw new Error('the worker of the pages on phones was not built')
      const { code } = worker
      for (const app of apps) {
        const source = workerOf(app, code, bundle)
        if (app === 'field') worker.code = source
        else this.emitFile({ type: 'asset', fileName: `${app}/sw.js`, source })
      }
    },
  },
}

function workerOf(app: string, code: string, bundle: Rolldown.OutputBundle): string {
  const files = [...needed(app, bundle), `${app}/manifest.webmanifest`, ...always].sort()
  const hash = createHash('sha256').update(code)
  for (const file of files) hash.update(file).update(content(bundle, file))
  const kept = { app, version: hash.digest('hex').slice(0, 16), files: ['/' + app, ...files.map((file) => '/' + file)] }
  const source = code.replaceAll('KEPT', JSON.stringify(kept))
  if (/\bKEPT\b|\bimport\b|\bexport\b/.test(source)) throw new Error(`the worker of /${app} must stand alone`)
  return source
}

/** All scripts, styles and other files that the entry of an app reaches. */
function needed(app: string, bundle: Rolldown.OutputBundle): Set<string> {
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
    if (part.type === 'chunk' && part.isEntry && part.facadeModuleId?.endsWith(`/${app}.html`)) visit(name)
  }
  if (!seen.size) throw new Error(`the page /${app} was not built`)
  return seen
}

function content(bundle: Rolldown.OutputBundle, file: string): string | Uint8Array {
  const part = bundle[file]
  if (!part) return readFileSync('public/' + file)
  return part.type === 'chunk' ? part.code : part.source
}
