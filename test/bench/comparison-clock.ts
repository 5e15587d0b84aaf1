/** Gives what this process has worked so far, in milliseconds, on all its threads: no other program's work is in it. */
export function worked(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
