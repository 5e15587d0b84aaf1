/**
 * Says the peak resident set of a process that makes a message ready and translates it so many times:
 * `node translation-of-memory.ts <what> <runs>`. None is what all the rest takes.
 */
import { isTranslated, TRANSLATIONS } from './translation-messages.ts'

const [name = '', runs] = process.argv.slice(2)
if (!isTranslated(name)) throw new Error(`no such translation: ${name}`)
// Code is loaded, and compiled as far as it is the first time.
for (const make of Object.values(TRANSLATIONS))
  if (make !== TRANSLATIONS['a release']) make().work()
const { work } = TRANSLATIONS[name]()
for (let run = 0; run < Number(runs); run += 1) work()
console.log(process.resourceUsage().maxRSS * 1024)
