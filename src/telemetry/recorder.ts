import type { ExchangeRecord } from '../exchange/index.ts'
import { createExchangeLines } from './exchange-line.ts'
import { createExchangeMeter } from './exchange-meter.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'

/** Builds what turns one exchange's record into metrics and one log line. */
export function createRecorder(metrics: Metrics, log: Log): (record: ExchangeRecord) => void {
  const count = createExchangeMeter(metrics)
  const write = createExchangeLines(log)
  return record => {
    count(record)
    write(record)
  }
}
