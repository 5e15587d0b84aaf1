import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'
import type { Mistake } from './config-error.ts'
import { nameOf, readSource, type Surroundings } from './source.ts'

const HOLDS = 'the text in PEM'

const CERTIFICATES = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

/** Reads certificates in PEM; a mistake never repeats what was read. */
export function readCertificates(
  path: string,
  written: string,
  surroundings: Surroundings,
): string | Mistake {
  const read = readSource(path, written, { ...surroundings, holds: HOLDS })
  if (typeof read !== 'string') return read
  const certificates = read.match(CERTIFICATES) ?? []
  if (certificates.length > 0 && certificates.every(each => certificateOf(each))) return read
  return {
    path,
    says: `${nameOf(written)} holds no certificate in PEM, or one that cannot be read`,
    wayOut: 'each begins with a line `-----BEGIN CERTIFICATE-----`',
  }
}

/** Reads the private key of a certificate that was read before. */
export function readKey(
  path: string,
  written: string,
  surroundings: Surroundings & { readonly cert: string },
): string | Mistake {
  const read = readSource(path, written, { ...surroundings, holds: HOLDS })
  if (typeof read !== 'string') return read
  const key = keyOf(read)
  if (key === undefined) {
    return {
      path,
      says: `${nameOf(written)} holds no private key that can be read`,
      wayOut: 'it is in PEM and without a passphrase',
    }
  }
  if (certificateOf(surroundings.cert)?.checkPrivateKey(key) !== true) {
    return {
      path,
      says: `${nameOf(written)} is the key of another certificate`,
      wayOut: 'give the key that belongs to `cert`, or put the certificate’s own first in `cert`',
    }
  }
  return read
}

function certificateOf(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined // what is wrong with it would quote it
  }
}

function keyOf(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem)
  } catch {
    return undefined // what is wrong with it would quote it
  }
}
