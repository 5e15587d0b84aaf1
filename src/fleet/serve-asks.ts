import type { Ask, ThreadSettings, Told } from './asks.ts'
import { StoreFile } from './store-file.ts'

/** The end of a channel to whoever asks. */
export interface AskPort {
  on(event: 'message', listener: (ask: Ask) => void): unknown
  postMessage(told: Told): void
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
    // Whoever closes the store ends the thread too, once this has told that the file is closed.
    if (ask.ask === 'close') clearInterval(polling)
    port.postMessage(file.answer(ask))
  })
  look()
}
