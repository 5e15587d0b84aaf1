/**
 * From how many bytes on a message is translated in a thread of its own: what is shorter holds the thread that serves
 * for less than 5 ms (`npm run bench -- translation`). A request is read, written, read back and held against what came;
 * an answer is read and written.
 */
export const LARGE = Object.freeze({ request: 20_000, answer: 32_000 })

/** How long a message may take there, milliseconds. */
export const LARGE_MS = 3_000

/** The threads that translate large messages: suppliers wait for them, so they stand behind nobody. */
export const LARGE_THREADS = Object.freeze({
  threads: 2,
  atOnce: 1,
  waitMs: LARGE_MS,
  stillMs: LARGE_MS,
  hangMs: LARGE_MS,
  gatherMs: 0,
  isBehind: false,
})
