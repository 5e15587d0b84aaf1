import { Capture } from '../exchange/index.ts'

/** What is kept of an exchange of which a copy is to be sent, from its beginning. */
export class Admitted extends Capture {
  /** What its comparison counts for. */
  readonly epoch: string
  /** The bytes it may come to: of its request and of the largest answer. */
  readonly reserved: number

  constructor(epoch: string, requestBytes: number, mostBytes: number) {
    super(mostBytes)
    this.epoch = epoch
    this.reserved = requestBytes + mostBytes
  }
}
