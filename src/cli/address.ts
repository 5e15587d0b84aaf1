import type { AddressInfo } from 'node:net'
import { CommandError, EXIT } from './terminal.ts'

/** Reads `host:port`, `[v6]:port` or a bare port; refuses anything else, naming the variable. */
export function parseAddress(variable: string, text: string): { host: string; port: number } {
  const [, v6, name, digits = ''] =
    /^(?:(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+)):)?(\d{1,5})$/.exec(text) ?? []
  const port = Number(digits)
  if (digits === '' || port > 65_535) {
    throw new CommandError(EXIT.usage, `${variable}=${text} is not an address; write host:port`)
  }
  return { host: v6 ?? name ?? '127.0.0.1', port }
}

/** Writes an address as one types it. */
export const spokenAddress = ({ address, port, family }: AddressInfo): string =>
  family === 'IPv6' ? `http://[${address}]:${port}` : `http://${address}:${port}`

/** Whether only this machine can connect there. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
