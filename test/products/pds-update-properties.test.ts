import fc from 'fast-check'
import t from 'tap'
import { PDS_UPDATE } from '../../src/products/pds/update.ts'
import { requestAbout } from '../support/pds-golden-about.ts'
import type { Json } from '../support/pds-golden-cloud.ts'
import { ANY_TEXT } from '../support/pds-golden-any.ts'
import { escaped } from '../support/pds-golden-reply.ts'
import { treeOf } from '../support/pds-golden.ts'
import { gender } from '../support/pds-update-golden-asked.ts'
import { PERIOD, type Update, updateMessage, when } from '../support/pds-update-golden-message.ts'

const RUNS = { numRuns: 200 }

const asked = (update: Update) =>
  PDS_UPDATE.request(treeOf(updateMessage(update)), requestAbout('PRPA_IN000203UK03'))

const asRead = (text: string): string => text.replace(/\r\n?/g, '\n')

t.test('whatever is added is sent as that value, in patches of their own', async t => {
  const any = fc.record({
    families: fc.array(ANY_TEXT, { maxLength: 3 }),
    lines: fc.array(ANY_TEXT, { minLength: 1, maxLength: 5 }),
  })
  fc.assert(
    fc.property(any, ({ families, lines }) => {
      const person = families
        .map(each => `<name updateMode="added" use="A"><family>${escaped(each)}</family></name>`)
        .join('')
      const written = lines
        .map(each => `<streetAddressLine>${escaped(each)}</streetAddressLine>`)
        .join('')
      const role = `<addr updateMode="added" use="PST">${written}${when('useablePeriod')}</addr>`
      const came = asked({ role, person })
      if (came.kind === 'declined') throw new Error(came.says)
      const body = JSON.parse(came.value.body?.toString() ?? '') as Json // what is sent is an object
      t.strictSame(Object.keys(body), ['patches'])
      t.strictSame(body['patches'], [
        { op: 'test', path: '/id', value: '9990001006' },
        { op: 'test', path: '/meta/versionId', value: '137' },
        ...families.map(each => ({
          op: 'add',
          path: '/name/-',
          value: { use: 'temp', family: asRead(each) },
        })),
        {
          op: 'add',
          path: '/address/-',
          value: { use: 'billing', line: lines.map(asRead), ...PERIOD },
        },
      ])
    }),
    RUNS,
  )
})

t.test('a record is changed under the very version that is said, or not at all', async t => {
  const odd = fc.constantFrom('0137', '+137', '137.0', '1e2', '0x89', '-1', ' 137', '"137', '*', '')
  const version = fc.oneof(fc.nat({ max: 4_294_967_295 }).map(String), odd)
  fc.assert(
    fc.property(version, version => {
      const came = asked({ ...gender('altered', '1'), version: escaped(version) })
      const isOne = /^(?:0|[1-9]\d{0,9})$/.test(version)
      t.equal(came.kind, isOne ? 'accepted' : 'declined', version)
      if (came.kind === 'declined') return
      t.strictSame(came.value.headers.slice(-2), ['If-Match', `W/"${version}"`])
    }),
    RUNS,
  )
})

t.test('nobody is named in a path but by ten digits', async t => {
  const odd = fc.constantFrom(
    '9990001006/x',
    '%39990001006',
    '999 000 1006',
    '..',
    '9990001007',
    '',
  )
  fc.assert(
    fc.property(odd, number => {
      t.equal(asked({ ...gender('altered', '1'), number }).kind, 'declined', number)
    }),
  )
})
