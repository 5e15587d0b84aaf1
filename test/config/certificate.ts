import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'

/** A key and a certificate that signs itself, both in PEM, made for one test and valid for that day's purposes only. */
export function selfSigned(name: string): { readonly cert: string; readonly key: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    cert: pemOf(certificateOf(name, publicKey, privateKey)),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

const pemOf = (der: Buffer): string => {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

// The least of RFC 5280 §4.1 that a reader accepts: version 1, one name, no extensions.
function certificateOf(name: string, publicKey: KeyObject, privateKey: KeyObject): Buffer {
  const algorithm = sequence(oid('2a8648ce3d040302')) // ecdsa-with-SHA256
  const commonName = sequence(set(sequence(oid('550403'), tlv(0x0c, Buffer.from(name)))))
  const validity = sequence(utcTime('200101000000Z'), utcTime('491231235959Z'))
  const toBeSigned = sequence(
    tlv(0x02, Buffer.from([1])),
    algorithm,
    commonName,
    validity,
    commonName,
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = sign('sha256', toBeSigned, privateKey)
  return sequence(toBeSigned, algorithm, tlv(0x03, Buffer.concat([Buffer.from([0]), signature])))
}

const sequence = (...parts: readonly Buffer[]): Buffer => tlv(0x30, Buffer.concat(parts))
const set = (...parts: readonly Buffer[]): Buffer => tlv(0x31, Buffer.concat(parts))
const oid = (hex: string): Buffer => tlv(0x06, Buffer.from(hex, 'hex'))
const utcTime = (text: string): Buffer => tlv(0x17, Buffer.from(text))

function tlv(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
