import { closeSync, constants, openSync, writeSync } from 'node:fs'

/** Where lines go. */
export interface LineSink {
  /** Whether so much waits that only lines which must be written are still taken. */
  readonly isBehind: boolean
  /** Takes whole lines. Never waits: what the destination does not take now is tried again. */
  write(lines: string): void
  /** Writes what waits, for so many milliseconds at most; gives whether nothing is left. For the end of a process. */
  finish(mostMs: number): boolean
  /** Lets go of a file it opened, without another try at what waits. */
  close(): void
}

/** What a sink takes besides where its lines go. */
export interface LineSinkOptions {
  /** Called with how many lines were lost, when they are. */
  readonly lost: (lines: number) => void
  /** So many bytes may wait before lines that went well are not taken any more, and before none is. */
  readonly most?: { readonly behind: number; readonly full: number }
}

const MIB = 1_048_576
const MOST = { behind: MIB, full: 4 * MIB }
const TRY_AGAIN_MS = 25

/** What says that nobody will ever read it: its reader has gone, or it was never opened. */
const NEVER = ['EPIPE', 'EBADF', 'ECONNRESET', 'ENOTCONN']

/**
 * Opens where lines go: a file, or a file descriptor. Throws what the system says where a file cannot be opened.
 *
 * A write is synchronous, which costs a fifth of handing each to another thread, and so must never wait: a pipe is
 * opened so that it does not (standard output is already, by Node, once it was looked at). A logger that waits for a
 * pipe nobody reads holds up every request; one that throws where a disk is full ends the process.
 */
export function openLineSink(to: number | string, options: LineSinkOptions): LineSink {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK } = constants
  const flags = O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK
  const descriptor = typeof to === 'number' ? to : openSync(to, flags)
  return new Sink(descriptor, typeof to === 'string', options)
}

class Sink implements LineSink {
  readonly #to: number
  readonly #isOwn: boolean
  readonly #lost: (lines: number) => void
  readonly #most: { readonly behind: number; readonly full: number }
  #waiting: Buffer[] = []
  #bytes = 0
  #again: NodeJS.Timeout | undefined

  constructor(to: number, isOwn: boolean, { lost, most = MOST }: LineSinkOptions) {
    this.#to = to
    this.#isOwn = isOwn
    this.#lost = lost
    this.#most = most
  }

  get isBehind(): boolean {
    return this.#bytes > this.#most.behind
  }

  write(lines: string): void {
    const bytes = Buffer.from(lines)
    if (this.#bytes + bytes.length > this.#most.full) {
      this.#lost(linesIn(bytes))
    } else {
      this.#waiting.push(bytes)
      this.#bytes += bytes.length
    }
    this.#drain()
  }

  finish(mostMs: number): boolean {
    const until = performance.now() + mostMs
    while (!this.#drain() && performance.now() < until) pause(5)
    return this.#bytes === 0
  }

  close(): void {
    clearTimeout(this.#again)
    if (this.#isOwn) closeSync(this.#to)
  }

  /** Writes until nothing waits, or nothing more is taken; then says so and tries again a little later. */
  #drain(): boolean {
    clearTimeout(this.#again)
    let [first] = this.#waiting
    while (first !== undefined) {
      const written = this.#written(first)
      if (written === undefined) {
        this.#again = setTimeout(() => this.#drain(), TRY_AGAIN_MS).unref()
        return false
      }
      this.#bytes -= written
      if (written < first.length) this.#waiting[0] = first.subarray(written)
      else this.#waiting.shift()
      first = this.#waiting[0]
    }
    return true
  }

  /** How many bytes of it are done with; undefined where they are to be tried again. */
  #written(bytes: Buffer): number | undefined {
    try {
      return writeSync(this.#to, bytes)
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException // what node:fs throws
      if (!NEVER.includes(code)) return undefined
      this.#lost(linesIn(bytes))
      return bytes.length
    }
  }
}

/** A line feed ends each; in JSON none stands within one. */
function linesIn(bytes: Buffer): number {
  let lines = 0
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines += 1
  return lines
}

/** Waits without a turn of the event loop. */
function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}
