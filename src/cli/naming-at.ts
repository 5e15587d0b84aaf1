import {
  isStoreError,
  type Naming,
  openNaming,
  readFleetKey,
  type StoreAddress,
} from '../fleet/index.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

/** Opens the naming of what a store keeps, with the fleet's key where one is set. Throws a CommandError. */
export function namingFor({ env, cwd }: Terminal, address: StoreAddress): Naming {
  const { FICUS_FLEET_KEY: written } = env
  try {
    return openNaming(address, written === undefined ? undefined : readFleetKey(written, cwd))
  } catch (error) {
    if (!isStoreError(error)) throw error
    const isMade = written === undefined && address.kind === 'file'
    const variable = isMade ? 'FICUS_STORE' : 'FICUS_FLEET_KEY'
    throw new CommandError(EXIT.usage, `${variable}: ${error.message}`)
  }
}
