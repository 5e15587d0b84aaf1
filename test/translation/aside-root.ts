/** The root of a thread that translates nothing: it hangs, or ends. */
import { serveThread } from '../../src/workers/index.ts'

const spin = (): never => {
  for (;;) Math.sqrt(2)
}

serveThread({
  use: () => undefined,
  run: (work, busy) => busy('asked' in work ? () => process.exit(1) : spin),
})
