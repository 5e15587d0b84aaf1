import { readFileSync } from 'node:fs'

const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')

/** The version in package.json. */
export const VERSION: string = /"version": "([^"]+)"/.exec(text)?.[1] ?? 'unknown'
