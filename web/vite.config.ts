import preact from '@preact/preset-vite'
import { defineConfig } from 'vite'

// The dev server forwards what the Go server answers; DIMING_DEV names it.
const server = process.env.DIMING_DEV ?? 'http://127.0.0.1:8080'
const forwarded = ['/v1', '/tiles', '/styles', '/Q', '/q']

export default defineConfig({
  plugins: [preact()],
  worker: { format: 'es' },
  build: {
    // MapLibre 6 needs WebGL 2, so nothing older than this could show the map.
    target: ['chrome90', 'firefox90', 'safari15.4'],
    assetsDir: 'assets',
    // The map is one lazy chunk of about 1 MB by nature.
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: Object.fromEntries(forwarded.map((path) => [path, server])) },
})
