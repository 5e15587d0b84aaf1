import type { RequestAbout } from '../../src/mapping/index.ts'
import { aboutMessage } from './eps-pairs.ts'
import { GOLDEN_RETURNS, goldenReturn, goldenReturnTask, RETURNED } from './return-golden.ts'
import {
  GOLDEN_WITHDRAWALS,
  goldenWithdrawal,
  goldenWithdrawalTask,
  WITHDRAWN,
} from './withdrawal-golden.ts'

export type TaskName = 'return' | 'withdrawal'

/** What one golden message is in both languages, and what it is about. */
export interface GoldenTask {
  readonly title: string
  readonly kind: TaskName
  readonly message: Buffer
  readonly task: Buffer
  readonly about: RequestAbout
  readonly keys: Readonly<Record<string, string>>
}

/** What is asked of a golden message of an interaction. */
export const aboutTask = (interaction: string): RequestAbout =>
  aboutMessage({
    interaction,
    id: RETURNED.messageId,
    creationTime: '',
    versionCode: '',
    fromAsid: '',
    toAsid: '',
  })

const bytesOf = (task: object): Buffer => Buffer.from(JSON.stringify(task))

/** Every golden return and withdrawal, of the interactions of both schemas' names. */
export const GOLDEN_TASKS: readonly GoldenTask[] = [
  ...['PORX_IN100101UK31', 'PORX_IN100101SM31'].flatMap(interaction =>
    [...GOLDEN_RETURNS].map(([title, parts]): GoldenTask => ({
      title: `${interaction} ${title}`,
      kind: 'return',
      message: goldenReturn(parts, interaction),
      task: bytesOf(goldenReturnTask(parts)),
      about: aboutTask(interaction),
      keys: { prescriptionId: RETURNED.shortId },
    })),
  ),
  ...['PORX_IN510101UK31', 'PORX_IN510101SM31'].flatMap(interaction =>
    [...GOLDEN_WITHDRAWALS].map(([title, parts]): GoldenTask => ({
      title: `${interaction} ${title}`,
      kind: 'withdrawal',
      message: goldenWithdrawal(parts, interaction),
      task: bytesOf(goldenWithdrawalTask(parts)),
      about: aboutTask(interaction),
      keys: { nhsNumber: WITHDRAWN.nhsNumber, prescriptionId: WITHDRAWN.shortId },
    })),
  ),
]
