import { isLoopbackHost } from './loopback.ts'
import type { Issuer } from './issuer.ts'
import type { Asker } from './roles.ts'
import type { TokenFile } from './token-file.ts'

/** Who somebody is, or why nobody believes them. */
export type Admitted =
  | Asker
  | {
      /** They brought no token; one that proves nothing; one that cannot be held against its issuer now. */
      readonly not: 'without-token' | 'token' | 'issuer'
      /** One sentence, which repeats nothing of what was brought. */
      readonly says: string
      /** When to come again, where that helps. Seconds. */
      readonly afterSeconds?: number
    }

/** Decides who is let in on the admin port. */
export interface Admission {
  /** Whether who asks proves who they are; else everybody is the same to it. */
  readonly asksForTokens: boolean
  /** Whether whoever comes is on this machine, and nobody can be told from anybody. */
  readonly isOpen: boolean
  /** Says in one line who may ask. */
  readonly says: string
  /** What is wrong with the file of tokens, while the last good one holds. */
  readonly trouble: string | undefined
  /** Takes the Authorization header, and answers within two seconds. Never throws. */
  admit(authorization: string | undefined): Promise<Admitted>
  close(): void
}

/** How somebody can prove who they are. */
export interface Proofs {
  readonly tokens?: TokenFile | undefined
  readonly issuer?: Issuer | undefined
}

/**
 * Builds the admission of an admin port. Without a file of tokens and without an issuer whoever asks on a loopback
 * address is an operator, who could stop the process too, and elsewhere a viewer, who may look and halt.
 */
export function createAdmission(host: string, { tokens, issuer }: Proofs = {}): Admission {
  if (tokens === undefined && issuer === undefined) return openTo(host)
  const proofs = [
    ...(tokens === undefined ? [] : ['a token of FICUS_TOKEN_FILE']),
    ...(issuer === undefined ? [] : [`a token of ${issuer.name}`]),
  ]
  return {
    asksForTokens: true,
    isOpen: false,
    says: `whoever asks on the admin port proves it: ${proofs.join(', or ')}`,
    get trouble() {
      return tokens?.trouble
    },
    admit: authorization => admitted(authorization, { tokens, issuer }),
    close: () => tokens?.close(),
  }
}

const openTo = (host: string): Admission => {
  const isOpen = isLoopbackHost(host)
  const asker: Asker = isOpen
    ? { actor: 'operator', roles: ['operator', 'approver'] }
    : { actor: 'viewer', roles: ['viewer'], wayOut: 'ask on its loopback address, or set tokens' }
  const says = isOpen
    ? 'whoever asks on the admin port is an operator: it is loopback, and no tokens are set'
    : 'whoever asks on the admin port may look and halt: no tokens are set'
  return {
    ...{ asksForTokens: false, isOpen, says, trouble: undefined },
    admit: () => Promise.resolve(asker),
    close: () => undefined,
  }
}

// RFC 6750 §2.1; the scheme in any case, RFC 9110 §11.1. Longer than any token of use is not looked at.
const BEARER = /^bearer +([A-Za-z0-9\-._~+/]{1,8192}=*)$/i

async function admitted(
  authorization: string | undefined,
  { tokens, issuer }: Proofs,
): Promise<Admitted> {
  if (authorization === undefined)
    return { not: 'without-token', says: 'a token is asked for here' }
  const [, token] = BEARER.exec(authorization) ?? []
  if (token === undefined) return { not: 'token', says: 'what was brought is no bearer token' }
  const found = tokens?.find(token)
  if (found !== undefined) return found
  if (issuer !== undefined && token.split('.').length === 3) return issuer.verify(token)
  return { not: 'token', says: 'the token is not let in: nobody here has it' }
}
