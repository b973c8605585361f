import preact from '@preact/preset-vite'
import { defineConfig, type Plugin } from 'vite'
import { phoneWorkers } from './phoneworkers.ts'
import { scanScripts } from './scanscripts.ts'

// The dev server forwards what the Go server answers; DIMING_DEV names it.
const server = process.env.DIMING_DEV ?? 'http://127.0.0.1:8080'
const forwarded = ['/v1', '/tiles', '/styles', '/Q', '/q']

// As the Go server does, every address under /office is the office's page, and likewise under /field, /install and /shelter.
const pages: Plugin = {
  name: 'pages',
  configureServer({ middlewares }) {
    middlewares.use((request, _response, next) => {
      const page = /^\/(office|field|install|shelter)(?:[/?#](?!icons|manifest)|$)/.exec(request.url ?? '')
      if (page) request.url = `/${page[1]}.html`
      next()
    })
  },
}

export default defineConfig({
  plugins: [preact(), pages, phoneWorkers, scanScripts],
  worker: { format: 'es' },
  build: {
    // MapLibre 6 needs WebGL 2, so nothing older than this could show the map.
    target: ['chrome90', 'firefox90', 'safari15.4'],
    assetsDir: 'assets',
    // The map is one lazy chunk of about 1 MB by nature.
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      input: { index: 'index.html', office: 'office.html', field: 'field.html', install: 'install.html', shelter: 'shelter.html', worker: 'src/field/sw.ts' },
      output: { entryFileNames: ({ name }) => (name === 'worker' ? 'field/sw.js' : 'assets/[name]-[hash].js') },
    },
  },
  server: { fs: { allow: ['.', '../cartography'] }, proxy: Object.fromEntries(forwarded.map((path) => [path, server])) },
})
