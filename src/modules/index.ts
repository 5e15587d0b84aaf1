/**
 * Runs modules that operators write, and takes what they export for the mappings they are.
 *
 * In: a path to a module, to be run once in a thread that ends with it; from there on its files as plain data.
 * Out: what it exports, wherever it runs what was checked; or why that is no mapping.
 * Never: reads a file again that was checked, knows what a mapping is about.
 *
 * @packageDocumentation
 */
export { isUnfit, judgedMapping } from './judge.ts'
export type { Unfit } from './judge.ts'
export { editionOf, readModule, runModule } from './sources.ts'
export type { ModuleSources, ReadModule } from './sources.ts'
