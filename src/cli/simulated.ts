import { type Config, type ConfigError, loadConfig } from '../config/index.ts'
import { type INTERACTIONS, MAPPINGS, POLICIES } from '../products/index.ts'
import { createCloud, createLegacySpine, createSummaryRecords } from '../simulator/index.ts'
import { isLoopback } from './address.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

/** What a start stood on: where it listens and why the file alone was not enough. */
interface Asked {
  readonly file: string
  readonly env: Terminal['env']
  readonly host: string
  readonly interactions: typeof INTERACTIONS
  readonly error: ConfigError
}

/** A configuration whose every upstream is a simulator of ours, and how to close them. */
export interface Simulated {
  readonly config: Config
  readonly env: Terminal['env']
  readonly simulators: { close(): Promise<void> }
}

/** Where an upstream's address stands. */
const ADDRESS = /^upstreams\.(.+)\.url$/

/** Where the simulated cloud has what the mappings of a product ask for: its paths stand below an upstream's address. */
const BASES: Readonly<Record<string, string>> = {
  pds: '/personal-demographics/FHIR/R4',
  eps: '/electronic-prescriptions/FHIR/R4',
}

/** Mappings are called by their product, a point and what they are of. */
const baseOf = (mapping: string): string | undefined => BASES[mapping.split('.')[0] ?? '']

/**
 * Fills in simulators where nothing is missing from a file but upstream addresses, none of them is set and only
 * this machine can connect. Gives undefined where the file has other mistakes; throws, naming each variable,
 * where some addresses are set and some are not, or where others could take a simulator for the real thing.
 */
export async function simulatedConfig(asked: Asked): Promise<Simulated | undefined> {
  const { file, env, host, interactions, error } = asked
  const missing = error.mistakes.flatMap(mistake =>
    ADDRESS.test(mistake.path) && mistake.variable !== undefined ? [mistake.variable] : [],
  )
  if (missing.length === 0 || missing.length < error.mistakes.length) return undefined
  const named = [...new Set(missing)].join(', ')
  if (!isLoopback(host)) {
    throw new CommandError(
      EXIT.usage,
      `not set: ${named}; simulators stand in on loopback only, and FICUS_LISTEN says ${host}`,
    )
  }
  // One store of summaries behind both, as it is where a façade stands in front of Spine.
  const summaries = createSummaryRecords()
  const [spine, cloud] = [await createLegacySpine({ summaries }), await createCloud({ summaries })]
  const close = async (): Promise<void> => {
    await Promise.all([spine.close(), cloud.close()])
  }
  const cloudForAll = Object.fromEntries(missing.map(variable => [variable, cloud.url]))
  // Who is a legacy side is known only once the file is read: it is read once to ask, and once to use.
  const simulated = { interactions, mappings: MAPPINGS, policies: POLICIES, simulated: true }
  const probe = await loadConfig(file, { env: { ...env, ...cloudForAll }, ...simulated })
  const strangers = [...probe.upstreams.values()].filter(({ origin }) => origin !== cloud.url)
  if (strangers.length > 0) {
    await close()
    const set = strangers.map(({ name }) => name).join(', ')
    throw new CommandError(
      EXIT.usage,
      `not set: ${named}; ${set} has an address, so simulators do not stand in: set all or none`,
    )
  }
  const legacies = new Set(probe.routes.map(route => route.legacy.name))
  const bases = new Map(
    probe.routes.flatMap(({ cloud: side, translate }): [string, string | undefined][] =>
      side === undefined || translate === undefined ? [] : [[side.name, baseOf(translate)]],
    ),
  )
  const filled = Object.fromEntries(
    error.mistakes.map(({ path, variable = '' }) => {
      const upstream = ADDRESS.exec(path)?.[1] ?? ''
      const base = bases.get(upstream) ?? ''
      return [variable, legacies.has(upstream) ? spine.url : `${cloud.url}${base}`]
    }),
  )
  const all = { ...env, ...filled }
  const config = await loadConfig(file, { env: all, ...simulated })
  return { config, env: all, simulators: { close } }
}
