// A network that can be cut: a proxy before the server, on loopback.

import http from 'node:http'

/** Forwards to base; before is awaited before an answer to a path is passed on. mode: 'on', 'off' (nothing answers), 'third' (of what the app sends and fetches, every third has no answer). */
export async function startProxy(base) {
  const target = new URL(base)
  const network = { mode: 'on', dropped: 0, asked: 0, before: async () => undefined }
  const sockets = new Set()
  const proxy = http.createServer((request, response) => {
    const counted = request.url.startsWith('/v1/field/')
    const drop = network.mode === 'third' && counted && ++network.asked % 3 === 0
    // Half of what is dropped reaches the server: its answer is what gets lost.
    const late = drop && ++network.dropped % 2 === 0
    if (drop && !late) return request.socket.destroy()
    const onward = http.request({ host: target.hostname, port: target.port, method: request.method, path: request.url, headers: request.headers }, (answer) => {
      if (late) { answer.resume(); answer.on('end', () => request.socket.destroy()); return }
      void network.before(request.url).then(() => {
        response.writeHead(answer.statusCode, answer.headers)
        answer.pipe(response)
      })
    })
    onward.on('error', () => request.socket.destroy())
    request.pipe(onward)
  })
  proxy.on('connection', (socket) => { sockets.add(socket); socket.on('close', () => sockets.delete(socket)) })
  const listen = (port) => new Promise((done, fail) => { proxy.once('error', fail); proxy.listen(port, '127.0.0.1', done) })
  await listen(0)
  const { port } = proxy.address()
  return {
    network,
    origin: `http://127.0.0.1:${port}`,
    /** Stops the proxy: connections are refused, as where there is no network. */
    stop: () => new Promise((done) => { proxy.close(done); for (const socket of sockets) socket.destroy() }),
    again: () => listen(port),
  }
}
