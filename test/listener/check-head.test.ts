import t from 'tap'
import { checkHead, originForm } from '../../src/listener/check-head.ts'
import { LISTENER_LIMITS } from '../../src/listener/index.ts'

const check = (target: string, headers: readonly string[] = ['Host', 'spine'], method = 'GET') =>
  checkHead(method, target, headers, LISTENER_LIMITS)

t.test('sound heads pass', async t => {
  for (const target of [
    '/',
    '/a/b?c=d',
    '//a//b',
    '/https://provider.example/a',
    '/https%3A%2F%2Fa',
    '/.well-known/x',
    '/a..b/...',
    '/file.xml',
    '/a?../b',
  ]) {
    t.equal(check(target), undefined, target)
  }
  for (const host of ['spine', 'spine:8080', 'SPINE.example', '127.0.0.1:1', '[::1]:80']) {
    t.equal(check('/', ['Host', host]), undefined, host)
  }
  t.equal(check('http://spine/a'), undefined, 'absolute form that equals Host')
})

t.test('what two parsers could read otherwise is refused', async t => {
  const heads: [string, readonly string[]][] = [
    ['two hosts', ['Host', 'a', 'host', 'a']],
    ['no host', ['X', '1']],
    ['an empty host', ['Host', '']],
    ['a host with a space', ['Host', 'a b']],
    ['an unknown coding', ['Host', 'a', 'Transfer-Encoding', 'gzip, chunked']],
    ['an obfuscated coding', ['Host', 'a', 'Transfer-Encoding', 'xchunked']],
    ['a shadow of Transfer-Encoding', ['Host', 'a', 'Transfer_Encoding', 'chunked']],
    ['a shadow of Content-Length', ['Host', 'a', 'content_length', '1']],
    ['a shadow of X-Forwarded-For', ['Host', 'a', 'X_Forwarded_For', '1']],
  ]
  for (const [what, headers] of heads) t.equal(check('/', headers), 'framing', what)
  for (const target of [
    '/..',
    '/a/../b',
    '/a/.',
    '/%2e%2E/',
    '/a/.%2e/b',
    '*',
    'a',
    'http://b/',
    '/a\\..\\b',
  ]) {
    t.equal(check(target), 'framing', target)
  }
})

t.test('each limit holds at its value and refuses one more', async t => {
  const headers = (count: number) => [
    'Host',
    'a',
    ...Array.from({ length: count - 1 }, () => ['X', '1']).flat(),
  ]
  t.equal(check('/', headers(100)), undefined)
  t.equal(check('/', headers(101)), 'framing')
  t.equal(check(`/${'a'.repeat(8_191)}`), undefined)
  t.equal(check(`/${'a'.repeat(8_192)}`), 'framing')
})

t.test('the absolute form goes upstream as the origin form', async t => {
  t.equal(originForm('http://spine/a?b'), '/a?b')
  t.equal(originForm('http://spine'), '/')
  t.equal(originForm('http://spine?a'), '/?a')
  t.equal(originForm('/https://a/b'), '/https://a/b')
})
