import t from 'tap'
import { formatFor } from '../../src/telemetry/accept.ts'

t.test('a scraper that names OpenMetrics gets it, everybody else plain text', async t => {
  const prometheus2 =
    'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1'
  const prometheus3 =
    'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;q=0.4,*/*;q=0.2'
  const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
  const table = [
    [prometheus2, 'openmetrics'],
    [prometheus3, 'openmetrics'],
    [browser, 'plain'],
    [undefined, 'plain'],
    ['', 'plain'],
    ['*/*', 'plain'],
    ['application/*', 'plain'],
    ['application/openmetrics-text', 'openmetrics'],
    ['Application/OpenMetrics-Text; Version="1.0.0"', 'openmetrics'],
    ['application/openmetrics-text;version=0.0.1', 'plain'],
    ['application/openmetrics-text;version=2.0.0,text/plain;q=0.5', 'plain'],
  ] as const
  for (const [accept, format] of table) t.equal(formatFor(accept), format, accept ?? 'none')
})

t.test('what is wanted more is what is given', async t => {
  const table = [
    ['application/openmetrics-text;q=0', 'plain'],
    ['application/openmetrics-text;q=0.0,text/plain;q=0', 'plain'],
    ['application/openmetrics-text;q=0.4,text/plain', 'plain'],
    ['application/openmetrics-text;q=0.4,text/plain;q=0.399', 'openmetrics'],
    ['text/plain;q=0.5,application/openmetrics-text;q=0.5', 'openmetrics'],
    // The most exact range says how much plain text is wanted.
    ['application/openmetrics-text;q=0.4,text/plain;q=0.3,*/*', 'openmetrics'],
    ['application/openmetrics-text;q=0.4,text/*;q=0.5,*/*;q=0.1', 'plain'],
    ['application/openmetrics-text;q=0.4,*/*;q=0.5', 'plain'],
  ] as const
  for (const [accept, format] of table) t.equal(formatFor(accept), format, accept)
})

t.test('a weight that is none leaves its range out', async t => {
  for (const q of ['2', '-1', '0.1234', 'x', '', '1.1', '1e0']) {
    t.equal(formatFor(`application/openmetrics-text;q=${q}`), 'plain', q)
  }
  for (const q of ['1', '1.', '1.000', '0.001', '0.5']) {
    t.equal(formatFor(`application/openmetrics-text; q=${q}`), 'openmetrics', q)
  }
})
