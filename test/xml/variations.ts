const body = (...lines: readonly string[]): Buffer => Buffer.from(lines.join('\r\n'))

/** Ways of writing the same two parts `1` and `2` that were seen on the wire or in stored messages. */
export const VARIATIONS: Readonly<Record<string, readonly [bytes: Buffer, type?: string]>> = {
  'a blank line before the first boundary': [body('', '--B', '', '1', '--B', '', '2', '--B--')],
  'a preamble': [
    body('for older readers', 'x--B', ' --B', '--B', '', '1', '--B', '', '2', '--B--'),
  ],
  'an epilogue': [body('--B', '', '1', '--B', '', '2', '--B--', 'and so on', 'x--B', '')],
  'line ends of LF alone': [Buffer.from('--B\n\n1\n--B\n\n2\n--B--\n')],
  'a close delimiter that ends in LF alone': [
    Buffer.from('--B\r\n\r\n1\r\n--B\r\n\r\n2\r\n--B--\n'),
  ],
  'a last delimiter without closing hyphens': [body('--B', '', '1', '--B', '', '2', '--B', '')],
  'a last delimiter without line end either': [body('--B', '', '1', '--B', '', '2', '--B')],
  'a last delimiter and a blank line': [body('--B', '', '1', '--B', '', '2', '--B', '', '')],
  'no last delimiter at all': [body('--B', '', '1', '--B', '', '2')],
  'blanks after the boundary': [body('--B  ', '', '1', '--B\t', '', '2', '--B-- ')],
  'a boundary without quotes that begins with hyphens': [
    body('----B', '', '1', '----B', '', '2', '----B--'),
    'multipart/related; boundary=--B; type=text/xml',
  ],
  'a boundary that ends with hyphens': [
    body('--B--', '', '1', '--B--', '', '2', '--B----'),
    'multipart/related; boundary="B--"',
  ],
  'a boundary with blanks and signs within': [
    body("--a '()+_,-./:=?b", '', '1', "--a '()+_,-./:=?b", '', '2', "--a '()+_,-./:=?b--"),
    'multipart/related; boundary="a \'()+_,-./:=?b"',
  ],
  'a boundary of 70 characters': [
    body(`--${'B'.repeat(70)}`, '', '1', `--${'B'.repeat(70)}`, '', '2', `--${'B'.repeat(70)}--`),
    `multipart/related; boundary=${'B'.repeat(70)}`,
  ],
  'folded headers': [body('--B', 'A: b;', '  c', '\td', '', '1', '--B', '', '2', '--B--')],
  'indented headers': [body('--B', '  A: b', '  C: d', '', '1', '--B', '\tA: b', '', '2', '--B--')],
}
