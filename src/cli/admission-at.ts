import { resolve } from 'node:path'
import {
  type Admission,
  createAdmission,
  createIssuer,
  type Issuer,
  IssuerRefused,
  openTokenFile,
  type TokenFile,
  TokenFileError,
} from '../roles/index.ts'
import type { Log } from '../telemetry/index.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

/**
 * Reads who is let in on an admin port, and by what: FICUS_TOKEN_FILE and the FICUS_OIDC_ variables. Throws a
 * CommandError that names the variable, and repeats no token.
 */
export async function admissionFor(
  { env, cwd }: Pick<Terminal, 'env' | 'cwd'>,
  host: string,
  log: Log,
): Promise<Admission> {
  // First: whoever is refused here leaves no file watched.
  const issuer = await issuerFor(env)
  return createAdmission(host, { tokens: tokensFor({ env, cwd }, log), issuer })
}

function tokensFor({ env, cwd }: Pick<Terminal, 'env' | 'cwd'>, log: Log): TokenFile | undefined {
  const { FICUS_TOKEN_FILE: path } = env
  if (path === undefined || path === '') return undefined
  const told = ({ trouble, count }: TokenFile): void => {
    if (trouble === undefined) log.event('tokens-taken', 'info', { tokens: count })
    else log.event('tokens-refused', 'error', { why: trouble })
  }
  try {
    return openTokenFile(resolve(cwd, path), { told })
  } catch (error) {
    if (!(error instanceof TokenFileError)) throw error
    throw new CommandError(EXIT.usage, `FICUS_TOKEN_FILE ${path}: ${error.message}`)
  }
}

async function issuerFor(env: Terminal['env']): Promise<Issuer | undefined> {
  const {
    FICUS_OIDC_ISSUER: issuer = '',
    FICUS_OIDC_AUDIENCE: audience = '',
    FICUS_OIDC_ROLES: rolesIn = 'roles',
    FICUS_OIDC_NAME: nameIn = 'sub',
  } = env
  if (issuer === '' && audience === '') return undefined
  if (issuer === '' || audience === '') {
    const missing = issuer === '' ? 'FICUS_OIDC_ISSUER' : 'FICUS_OIDC_AUDIENCE'
    const wayOut = 'set both, or neither'
    throw new CommandError(EXIT.usage, `${missing} is not set and the other is: ${wayOut}`)
  }
  try {
    return await createIssuer({ issuer, audience, rolesIn, nameIn })
  } catch (error) {
    if (!(error instanceof IssuerRefused)) throw error
    throw new CommandError(EXIT.usage, `FICUS_OIDC_ISSUER: ${error.message}`)
  }
}
