// Builds the script of the pages behind codes and its worker: each one file that stands alone, in what browsers inside old apps understand.

import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'vite'

const scripts = { live: 'src/scan/live.ts', sw: 'src/scan/sw.ts' }

export const scanScripts: Plugin = {
  name: 'scan-scripts',
  apply: 'build',
  async closeBundle() {
    for (const [name, entry] of Object.entries(scripts)) {
      await build({
        configFile: false,
        publicDir: false,
        logLevel: 'warn',
        build: {
          target: 'es2017',
          outDir: 'dist',
          emptyOutDir: false,
          rolldownOptions: { input: fileURLToPath(new URL(entry, import.meta.url)), output: { format: 'iife', entryFileNames: `scan/${name}.js` } },
        },
      })
    }
  },
}
