import { readdirSync, readFileSync } from 'node:fs'

const TICKS_PER_SECOND = 100

/** CPU seconds, user and system, a process and its children have used so far (Linux only). */
export function cpuSeconds(pid: number): number {
  const own = statOf(pid)
  return own + childrenOf(pid).reduce((sum, child) => sum + cpuSeconds(child), 0)
}

/** CPU seconds the first thread of a process has used so far, which is the one that serves (Linux only). */
export const servingSeconds = (pid: number): number => threadSeconds(pid, pid)

/** CPU seconds all threads of a process have used so far, to the nanosecond; of those that ended nothing (Linux only). */
export const workedSeconds = (pid: number): number =>
  readdirSync(`/proc/${pid}/task`).reduce((sum, task) => sum + threadSeconds(pid, task), 0)

const threadSeconds = (pid: number, task: number | string): number =>
  Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]) / 1e9

/** Resident bytes of a process and its children. */
export function residentBytes(pid: number): number {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1])
  return pages * 4096 + childrenOf(pid).reduce((sum, child) => sum + residentBytes(child), 0)
}

function statOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The command's name may hold spaces and brackets: fields are counted from its last bracket.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
}

function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap(task =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter(Boolean)
      .map(Number),
  )
}
