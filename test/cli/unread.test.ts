import { spawnSync } from 'node:child_process'
import t from 'tap'
import { START } from '../support/started.ts'

t.test('whoever reads no more ends nothing badly, and nothing is said of it', async t => {
  // Much more than a pipe holds, and nobody who takes it.
  const line = '"$NODE" "$START" mapping eps.prescription | true; echo "${PIPESTATUS[0]}"'
  for (const flags of ['', ' --json']) {
    const typed = line.replace(' |', `${flags} |`)
    const env = { ...process.env, NODE: process.execPath, START }
    const { stdout, stderr } = spawnSync('bash', ['-c', typed], { env, encoding: 'utf8' })
    t.strictSame([stdout, stderr], ['0\n', ''], typed)
  }
})
