/** Secrets made up for one test, one for each place there is, and how to find one of them anywhere. */
import { selfSigned } from '../config/certificate.ts'

const word = (name: string): string => `canary${name.replace(/\W/g, '')}Qz7`.padEnd(40, 'k9Xw')

const webhook = (byte: number): string => `whsec_${Buffer.alloc(32, byte).toString('base64')}`

const [IN_FILE, IN_ENV] = [selfSigned('canary'), selfSigned('canary')]

/** Certificates, which are no secret, and their keys, which are. */
export const PAIRS = { file: IN_FILE, env: IN_ENV } as const

/** By its place, each secret an instance or a command is given. */
export const CANARIES = {
  'FICUS_STORE user': word('user'),
  'FICUS_STORE password': word('password'),
  FICUS_FLEET_KEY: word('fleetkey'),
  FICUS_TOKEN: word('token'),
  'a token nobody knows': word('badtoken'),
  'a password that is wrong': word('wrongpassword'),
  'upstreams.*.tls.key file:': IN_FILE.key,
  'upstreams.*.tls.key env:': IN_ENV.key,
  'upstreams.*.as.*.key': selfSigned('canary').key,
  'notify[].url': word('webhookpath'),
  'notify[].secret file:': webhook(0x5a),
  'notify[].secret env:': webhook(0x5b),
} as const
export type Place = keyof typeof CANARIES

/** What is looked for of a secret: of a key in PEM a line of it, of a webhook's its random bytes. */
function coresOf(secret: string): readonly Buffer[] {
  if (secret.includes('PRIVATE KEY')) {
    const lines = secret.split('\n').filter(line => /^[A-Za-z0-9+/=]{40,}$/.test(line))
    return lines.map(line => Buffer.from(line))
  }
  if (secret.startsWith('whsec_')) {
    const text = secret.slice('whsec_'.length)
    return [Buffer.from(text.slice(0, 40)), Buffer.from(text, 'base64')]
  }
  return [Buffer.from(secret)]
}

/** The ways a text may be written down: as it is, in hexadecimal, for an address, in base64 wherever it begins. */
export function formsOf(core: Buffer): readonly Buffer[] {
  const text = core.toString('latin1')
  const shifted = [0, 1, 2].map(before => {
    const written = Buffer.concat([Buffer.alloc(before), core]).toString('base64')
    // What stands at both ends hangs on what stands beside it.
    return written.slice(before === 0 ? 0 : 4, -4)
  })
  const forms = [
    text,
    core.toString('hex'),
    core.toString('hex').toUpperCase(),
    encodeURIComponent(text),
    ...shifted,
    ...shifted.map(each => each.replaceAll('+', '-').replaceAll('/', '_')),
  ]
  return [...new Set(forms)].map(form => Buffer.from(form, 'latin1'))
}

const FORMS = Object.entries(CANARIES).map(([place, secret]) => ({
  place: place as Place, // by the table's own keys
  forms: coresOf(secret).flatMap(formsOf),
}))

/** Gives the places whose secret stands in something, in any form. */
export function canariesIn(bytes: Buffer | string): readonly Place[] {
  const held = typeof bytes === 'string' ? Buffer.from(bytes) : bytes
  return FORMS.flatMap(({ place, forms }) =>
    forms.some(form => held.includes(form)) ? [place] : [],
  )
}
