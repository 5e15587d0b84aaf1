/**
 * Suppliers of one port of this network and the upstream behind it, until its input ends; prints what became of the
 * requests as one line of JSON.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { startLoad } from './rolling-load.ts'

const [port = '0', upstream = '0'] = process.argv.slice(2)
const server = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString()))
  request.on('end', () => {
    response.end(`<answer>${/<asked>(.*)<\/asked>/.exec(body)?.[1] ?? ''}</answer>`)
  })
}).listen(Number(upstream), '127.0.0.1')
await once(server, 'listening')
const load = startLoad(Number(port), { keeping: 8, fresh: 8, thinkMs: () => Math.random() * 20 })
process.stdin.resume()
await once(process.stdin, 'end')
await load.stop()
console.log(JSON.stringify({ fates: load.fates, seen: load.seen }))
process.exit(0)
