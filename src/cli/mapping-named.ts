import type { Mapping } from '../mapping/index.ts'
import { MAPPINGS } from '../products/index.ts'
import { CommandError, EXIT } from './terminal.ts'

/** Finds a mapping by its name. Throws CommandError that lists those there are. */
export function mappingNamed(name: string, before = ''): Mapping {
  const mapping = MAPPINGS.find(each => each.name === name)
  if (mapping !== undefined) return mapping
  const names = MAPPINGS.map(each => each.name).join(', ')
  throw new CommandError(
    EXIT.usage,
    `${before}${JSON.stringify(name)}: there is no such mapping → there are: ${names}`,
  )
}
