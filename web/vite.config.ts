import preact from '@preact/preset-vite'
import { defineConfig, type Plugin } from 'vite'

// The dev server forwards what the Go server answers; DIMING_DEV names it.
const server = process.env.DIMING_DEV ?? 'http://127.0.0.1:8080'
const forwarded = ['/v1', '/tiles', '/styles', '/Q', '/q']

// As the Go server does, every address under /office is the office's page.
const office: Plugin = {
  name: 'office-page',
  configureServer({ middlewares }) {
    middlewares.use((request, _response, next) => {
      if (/^\/office(?:[/?#]|$)/.test(request.url ?? '')) request.url = '/office.html'
      next()
    })
  },
}

export default defineConfig({
  plugins: [preact(), office],
  worker: { format: 'es' },
  build: {
    // MapLibre 6 needs WebGL 2, so nothing older than this could show the map.
    target: ['chrome90', 'firefox90', 'safari15.4'],
    assetsDir: 'assets',
    // The map is one lazy chunk of about 1 MB by nature.
    chunkSizeWarningLimit: 1200,
    rolldownOptions: { input: ['index.html', 'office.html'] },
  },
  server: { proxy: Object.fromEntries(forwarded.map((path) => [path, server])) },
})
