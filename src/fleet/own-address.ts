import { isIP } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import { spokenPeer } from './peer-addresses.ts'

/** Names this machine, as it may be stored. */
export const ownMachine = (): string => hostname().replace(/[^\w.-]/g, '_') || 'unnamed'

/** The addresses of this machine, as far as they are asked for. */
type Networks = Readonly<
  Record<string, readonly { readonly address: string; readonly internal: boolean }[] | undefined>
>

/**
 * Gives where others reach a port of this instance: where it is open; where it is open on every address, the first
 * that is not the machine's own loopback, IPv4 before IPv6, which in a pod is the pod's. Link-local addresses are
 * passed over: they mean nothing without the name of a network (RFC 4007).
 */
export function reachableAt(
  { address: host, port }: { readonly address: string; readonly port: number },
  networks: Networks = networkInterfaces(),
): string {
  const isEvery = host === '0.0.0.0' || host === '::'
  if (!isEvery) return spokenPeer({ host, port })
  const all = Object.values(networks).flatMap(each => each ?? [])
  const outer = all
    .filter(({ address, internal }) => !internal && !/^(?:fe80:|169\.254\.)/i.test(address))
    .map(({ address }) => address)
    // One that listens on every address of IPv4 does not on those of IPv6.
    .filter(address => host === '::' || isIP(address) === 4)
    .toSorted((a, b) => isIP(a) - isIP(b))
  const own = host === '::' ? '::1' : '127.0.0.1'
  return spokenPeer({ host: outer[0] ?? own, port })
}
