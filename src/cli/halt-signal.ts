import type { Store } from '../fleet/index.ts'
import type { Log } from '../telemetry/index.ts'
import type { Terminal } from './terminal.ts'

/** What a halt by signal needs. */
export interface HaltBySignal {
  readonly store: Store
  readonly log: Log
  readonly say: (line: string) => void
  readonly terminal: Pick<Terminal, 'onSignal'>
}

/**
 * Halts this process alone on SIGUSR2, at once, whoever else can be reached: it is held until a resume, and a restart
 * keeps it where the store has a place on this machine's disk. It is never laid over the fleet. A signal is heard
 * between two turns of the event loop: a process that hangs serves nobody and hears none. Gives how to stop listening.
 */
export const haltOnSignal = ({ store, log, say, terminal }: HaltBySignal): (() => void) =>
  terminal.onSignal(signal => {
    if (signal !== 'SIGUSR2') return
    store.hold('halt', 'all')
    log.event('halted-by-signal', 'warn', { revision: store.known.revision })
    say('SIGUSR2: halted, everything goes to legacy here until `ficus resume`')
  })
