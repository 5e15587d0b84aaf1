import { fileURLToPath } from 'node:url'
import type { OwnMapping } from '../mappings.ts'
import { type Mapped, ownMappingOf } from './inquiry.ts'
import type { Fields } from './read-fields.ts'

/** The mappings routes name that no product has, each once, and the files they are. */
export interface OwnMappings {
  readonly mappings: readonly OwnMapping[]
  readonly files: readonly string[]
}

/** Lists what a file's routes name of mappings no product has. */
export function ownMappingsIn({ routes }: Fields, of: Mapped): OwnMappings {
  const named = new Map<string, OwnMapping>()
  for (const route of routes) {
    const own = ownMappingOf(route?.translate, of)
    if (own !== undefined) named.set(own.name, own)
  }
  const mappings = [...named.values()]
  const files = mappings.flatMap(own =>
    'module' in own ? own.module.map(([url]) => fileURLToPath(url)) : [],
  )
  return { mappings, files }
}
