import {
  createLog,
  LINES_PER_SECOND,
  type Log,
  LOG_LEVELS,
  type LogLevel,
} from '../telemetry/index.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

/** Opens the log the environment asks for. Throws CommandError where it asks for what cannot be. */
export function logFor({ env }: Pick<Terminal, 'env'>): Log {
  const to = env['FICUS_LOG'] ?? 1
  const level = levelOf(env['FICUS_LOG_LEVEL'] ?? 'info')
  const linesPerSecond = linesOf(env['FICUS_LOG_LINES'] ?? String(LINES_PER_SECOND))
  try {
    return createLog(to, level, { linesPerSecond })
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException // what node:fs throws
    throw new CommandError(EXIT.usage, `FICUS_LOG: ${to} cannot be opened (${code})`)
  }
}

function levelOf(written: string): LogLevel {
  const level = LOG_LEVELS.find(each => each === written)
  if (level !== undefined) return level
  throw new CommandError(EXIT.usage, `FICUS_LOG_LEVEL: give one of ${LOG_LEVELS.join(', ')}`)
}

function linesOf(written: string): number {
  if (/^\d{1,9}$/.test(written)) return Number(written)
  throw new CommandError(EXIT.usage, 'FICUS_LOG_LINES: give a whole number, 0 for all lines')
}
