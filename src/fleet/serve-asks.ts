import type { Ask, ThreadSettings, Told } from './asks.ts'
import { StoreFile } from './store-file.ts'

/** The end of a channel to whoever asks. */
export interface AskPort {
  on(event: 'message', listener: (ask: Ask) => void): unknown
  postMessage(told: Told): void
  close(): void
}

/** Answers what comes through a port, in order, and tells unasked when the file was changed by somebody else. */
export function serveAsks(port: AskPort, settings: ThreadSettings): void {
  const file = new StoreFile(settings)
  const look = (): void => {
    const told = file.look()
    if (told !== undefined) port.postMessage(told)
  }
  const polling = setInterval(look, settings.pollMs)
  port.on('message', ask => {
    port.postMessage(file.answer(ask))
    if (ask.ask !== 'close') return
    clearInterval(polling)
    port.close()
  })
  look()
}
