import type { HeldHalt } from './held-halts.ts'

/** What halts are kept with. */
export interface KeeperOptions {
  /** Lays them on a disk for good. */
  readonly write: (halts: readonly HeldHalt[]) => Promise<void>
  /** How long whoever confirms a halt waits for the disk. Default 250. */
  readonly heldMs?: number | undefined
  /** How long until a disk that could not be written is tried again. Default 1 000. */
  readonly againMs?: number
}

/**
 * Keeps on this machine's disk what its instance holds back. Nobody is halted later because of it: a halt is in force
 * before it is written, and a disk that hangs or is full holds up whoever confirms one for a moment only.
 */
export class HeldKeeper {
  readonly #options: KeeperOptions | undefined
  readonly #waiting = new Set<() => void>()
  #last: readonly HeldHalt[]
  #wanted = 0
  #kept = 0
  #unkept = 0
  #writing: Promise<void> | undefined
  #again: NodeJS.Timeout | undefined

  /** Without options there is no disk to keep anything on. */
  constructor(options: KeeperOptions | undefined, halts: readonly HeldHalt[]) {
    this.#options = options
    this.#last = halts
  }

  /** How many times somebody confirmed a halt that a restart may forget. */
  get unkept(): number {
    return this.#unkept
  }

  /** Writes what is held now, if it is another than before; waits for nothing. */
  keep(halts: readonly HeldHalt[]): void {
    if (halts === this.#last) return
    this.#last = halts
    this.#wanted += 1
    this.#write()
  }

  /** Says whether what is held now is on the disk, within a moment. Never throws. */
  async kept(): Promise<boolean> {
    if (await this.#isKept()) return true
    this.#unkept += 1
    return false
  }

  /** Ends it; waits a moment for a write that is under way. */
  async close(): Promise<void> {
    await this.#isKept()
    clearTimeout(this.#again)
  }

  async #isKept(): Promise<boolean> {
    if (this.#options === undefined) return false
    const wanted = this.#wanted
    this.#write()
    const { promise: late, resolve } = Promise.withResolvers<'late'>()
    const timer = setTimeout(() => resolve('late'), this.#options.heldMs ?? 250)
    while (this.#kept < wanted && this.#writing !== undefined) {
      if ((await Promise.race([late, this.#turn()])) === 'late') break
    }
    clearTimeout(timer)
    return this.#kept >= wanted
  }

  /** Waits for the next thing that comes of writing. */
  #turn(): Promise<void> {
    return new Promise(resolve => this.#waiting.add(resolve))
  }

  #write(): void {
    const { write, againMs = 1_000 } = this.#options ?? {}
    if (write === undefined || this.#kept === this.#wanted) return
    clearTimeout(this.#again)
    // One after the other: two at once would write over each other's file.
    this.#writing ??= this.#writeAll(write)
      .catch(() => {
        this.#again = setTimeout(() => this.#write(), againMs).unref()
      })
      .finally(() => {
        this.#writing = undefined
        this.#tell()
      })
  }

  async #writeAll(write: KeeperOptions['write']): Promise<void> {
    while (this.#kept < this.#wanted) {
      const wanted = this.#wanted
      await write(this.#last)
      this.#kept = wanted
      this.#tell()
    }
  }

  #tell(): void {
    for (const resolve of this.#waiting) resolve()
    this.#waiting.clear()
  }
}
