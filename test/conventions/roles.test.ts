import { readFileSync } from 'node:fs'
import t from 'tap'
import { MAY, ROLES } from '../../src/roles/index.ts'

t.test('the README says of every act who may, and of no other', async t => {
  const part = readFileSync('README.md', 'utf8').split(/^## /m)
  const table = part.find(each => each.startsWith('Who may what'))?.match(/^\|.*\|$/gm) ?? []
  const rows = table.map(line =>
    line
      .split('|')
      .map(cell => cell.trim())
      .slice(1, -1),
  )
  const [[, ...roles] = [], , ...acts] = rows
  t.strictSame(roles, [...ROLES])
  const told = acts.map(([act = '', ...cells]) => [
    act.split(':')[0],
    roles.filter((_, i) => cells[i] === 'yes'),
  ])
  t.strictSame(Object.fromEntries(told), MAY)
})
