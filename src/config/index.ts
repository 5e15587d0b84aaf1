/**
 * The operator's file: its types, its checks, its defaults, loading and watching it.
 *
 * In: a path, the environment main handed down, every interaction, mapping and policy the products have.
 * Out: a frozen {@link Config}, or a {@link ConfigError} with every mistake at once.
 * Never: says where a route is (the fleet does), decides about a request, prints a secret.
 *
 * @packageDocumentation
 */
export { ConfigError } from './config-error.ts'
export type { Mistake } from './config-error.ts'
export type { RoutesFile } from './schema.ts'
export { parseConfig } from './parse-config.ts'
export type { Config, ConfigContext } from './parse-config.ts'
export type { KnownMapping } from './inquiry.ts'
export { CLASS_NAMES, STAGES_OF, stageRefusal } from './stages.ts'
export type { Refusal, Standing } from './stages.ts'
export { refusalOfLater } from './answered-later.ts'
export { refusalToServe } from './never-serves.ts'
export { ownedBy } from './owned.ts'
export type { Owned } from './owned.ts'
export { loadConfig } from './load-config.ts'
export type { LoadOptions } from './load-config.ts'
export { NOTIFY_WORDS } from './notify-schema.ts'
export type { NotifyWord } from './notify-schema.ts'
export type { Notifier } from './notifiers.ts'
export { meant } from './nearest.ts'
export { watchConfig } from './watch-config.ts'
export { differencesOf, factsOf } from './config-facts.ts'
export type { ConfigDifference, ConfigFacts } from './config-facts.ts'
