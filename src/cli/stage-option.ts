import { InvalidArgumentError, Option } from 'commander'
import { meant } from '../config/index.ts'
import { type Stage, STAGES } from '../exchange/index.ts'

/** Creates `--to <stage>`, which tells whoever misspells a stage what was meant. */
export function stageOption(description: string): Option {
  const stage = (word: string): Stage => {
    const found = STAGES.find(each => each === word)
    if (found !== undefined) return found
    throw new InvalidArgumentError(meant(word, STAGES))
  }
  return new Option('--to <stage>', description).choices(STAGES).argParser(stage)
}
