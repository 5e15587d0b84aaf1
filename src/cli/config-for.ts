import { type Config, ConfigError, loadConfig } from '../config/index.ts'
import { openMappings } from '../mappings.ts'
import { INTERACTIONS, MAPPINGS, POLICIES } from '../products/index.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

/** What stands for an address nobody has set. */
export const ANYWHERE = 'http://127.0.0.1:9'

/** A routes file that was loaded to be looked at. */
export interface LookedAt {
  readonly config: Config
  /** Variables that should give addresses and are not set. */
  readonly unset: readonly string[]
}

/**
 * Loads a routes file from which nothing is sent: addresses that are not set do not matter. Ends the command with 2
 * where it has another mistake.
 */
export async function configFor(file: string, { env }: Terminal): Promise<LookedAt> {
  const load = async (more: Record<string, string> = {}) => {
    const config = await loadConfig(file, {
      env: { ...env, ...more },
      interactions: INTERACTIONS,
      mappings: MAPPINGS,
      policies: POLICIES,
    })
    await openMappings(config.own)
    return config
  }
  try {
    return { config: await load(), unset: [] }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const missing = error.mistakes.flatMap(({ path, variable }) =>
      variable !== undefined && /^upstreams\..+\.url$/.test(path) ? [variable] : [],
    )
    if (missing.length < error.mistakes.length)
      throw new CommandError(EXIT.usage, spokenError(error))
    const anywhere = Object.fromEntries(missing.map(name => [name, ANYWHERE]))
    return { config: await load(anywhere), unset: missing }
  }
}

const spokenError = ({ file, mistakes, message }: ConfigError): string => {
  const [only] = mistakes
  return only === undefined || mistakes.length > 1
    ? message
    : `${file}: ${only.path === '' ? '' : `${only.path} `}${only.says}; ${only.wayOut}`
}
