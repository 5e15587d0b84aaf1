/** http-proxy as its README sets it up, with the keep-alive agent anyone would give it. */
import { Agent, createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'

/** The little of it that is used here: the package brings no types. */
interface HttpProxy {
  createProxyServer(options: { target: string; agent: Agent }): {
    on(
      event: 'error',
      listener: (error: Error, request: IncomingMessage, response: ServerResponse) => void,
    ): void
    web(request: IncomingMessage, response: ServerResponse): void
  }
}

const [port, upstream] = process.argv.slice(2).map(Number)
const httpProxy = createRequire(import.meta.url)('http-proxy') as HttpProxy
const agent = new Agent({ keepAlive: true, maxSockets: 256 })
const proxy = httpProxy.createProxyServer({ target: `http://127.0.0.1:${upstream}`, agent })
proxy.on('error', (_error, _request, response) => {
  response.writeHead(502)
  response.end()
})
createServer((request, response) => proxy.web(request, response)).listen(port, '127.0.0.1')
