import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { variableOf, type Env } from './address.ts'
import type { Mistake } from './config-error.ts'

/** Where the operator's file lies and what its `env:` names mean. */
export interface Surroundings {
  readonly file: string
  readonly env: Env
}

const CERTIFICATES = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

/** Reads certificates in PEM; a mistake never repeats what was read. */
export function readCertificates(
  path: string,
  written: string,
  surroundings: Surroundings,
): string | Mistake {
  const read = readSource(path, written, surroundings)
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
  const read = readSource(path, written, surroundings)
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
  const open = isOpen(written, surroundings.file)
  return open === undefined ? read : { path, ...open }
}

// A key that everyone on the machine can read is not private; Kubernetes mounts secrets so unless told.
function isOpen(written: string, file: string): Omit<Mistake, 'path'> | undefined {
  if (variableOf(written) !== undefined || process.platform === 'win32') return undefined
  const { mode } = statSync(fileOf(written, file))
  if ((mode & 0o007) === 0) return undefined
  return {
    says: `${nameOf(written)} can be read or changed by everyone on this machine`,
    wayOut: 'take that right away: chmod o-rwx, or `defaultMode: 0440` on a mounted secret',
  }
}

function readSource(path: string, written: string, { file, env }: Surroundings): string | Mistake {
  const variable = variableOf(written)
  if (variable !== undefined) {
    const wayOut = `set ${variable} to the text in PEM`
    return env[variable] ?? { path, says: `${variable} is not set`, wayOut }
  }
  try {
    return readFileSync(fileOf(written, file), 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown' // what node:fs throws
    return {
      path,
      says: `${fileOf(written, file)} cannot be read (${code})`,
      wayOut: 'a path counts from the folder this file lies in',
    }
  }
}

const fileOf = (written: string, file: string): string =>
  resolve(dirname(file), written.replace(/^file:/, ''))

const nameOf = (written: string): string => variableOf(written) ?? written.replace(/^file:/, '')

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
