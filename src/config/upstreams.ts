import type { Upstream } from '../exchange/index.ts'
import { readAddress, type Address } from './address.ts'
import type { Mistake } from './config-error.ts'
import { readCertificates, readKey } from './pem.ts'
import type { UpstreamFields } from './schema.ts'
import type { Surroundings } from './source.ts'

/** Where an upstream is read, and whether simulators stand behind every `env:` address. */
export interface UpstreamSurroundings extends Surroundings {
  readonly simulated: boolean
}

/** Reads one upstream whole: its address and what its TLS rests on. Gives every mistake in it. */
export function readUpstream(
  name: string,
  fields: UpstreamFields,
  surroundings: UpstreamSurroundings,
): Upstream | Mistake[] {
  const path = `upstreams.${name}`
  const address = readAddress(`${path}.url`, fields.url, surroundings.env)
  const tls = readTls(`${path}.tls`, fields, surroundings)
  const mistakes = [...('origin' in address ? [] : [address]), ...tls.mistakes]
  if (mistakes.length > 0 || !('origin' in address)) return mistakes
  if (address.origin.startsWith('http:') && fields.tls !== undefined) {
    return [
      {
        path: `${path}.tls`,
        says: 'its address is http, so nothing of this would be used',
        wayOut: 'make the address https, or leave `tls` out',
      },
    ]
  }
  return compile({ name, address, fields, tls: tls.read, simulated: surroundings.simulated })
}

type Tls = Pick<Upstream, 'ca' | 'cert' | 'key'>

function readTls(
  path: string,
  { tls = {} }: UpstreamFields,
  surroundings: Surroundings,
): { read: Tls; mistakes: Mistake[] } {
  const ca = tls.ca === undefined ? undefined : readCertificates(`${path}.ca`, tls.ca, surroundings)
  const cert =
    tls.cert === undefined ? undefined : readCertificates(`${path}.cert`, tls.cert, surroundings)
  const key =
    tls.key === undefined || typeof cert !== 'string'
      ? undefined
      : readKey(`${path}.key`, tls.key, { ...surroundings, cert })
  const mistakes = [ca, cert, key].filter(each => typeof each === 'object')
  if ((tls.cert === undefined) !== (tls.key === undefined)) {
    const [given, other] = tls.cert === undefined ? ['key', 'cert'] : ['cert', 'key']
    mistakes.push({ path, says: `\`${given}\` needs \`${other}\``, wayOut: 'give both or neither' })
  }
  return { read: { ca: textOf(ca), cert: textOf(cert), key: textOf(key) }, mistakes }
}

const textOf = (read: string | Mistake | undefined): string | undefined =>
  typeof read === 'string' ? read : undefined

function compile(read: {
  name: string
  address: Address
  fields: UpstreamFields
  tls: Tls
  simulated: boolean
}): Upstream {
  const { name, address, fields, tls, simulated } = read
  const { timeoutMs, connections, queue, preserveHost, rehearsal, version } = fields
  const isBehindVariable = fields.url.startsWith('env:')
  return {
    name,
    ...address,
    ...tls,
    timeoutMs,
    connections,
    queue,
    preserveHost,
    rehearsal,
    simulated: fields.simulated || (simulated && isBehindVariable),
    ...(version !== undefined && { version }),
  }
}
