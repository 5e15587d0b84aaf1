import fc from 'fast-check'
import t from 'tap'
import { dividedNarrative, joinedNarrative, type Section } from '../../src/mapping/index.ts'
import { hidesInNarrative, narrativeText } from '../../src/mapping/narrative.ts'
import { readXml, type XmlElement } from '../../src/xml/index.ts'

const HTML = 'xhtml:NPfIT:PresentationText'
const XHTML = 'http://www.w3.org/1999/xhtml'

const html = (body: string): string => `<html xmlns="${HTML}"><body>${body}</body></html>`
const oneForm = (text: string): string | undefined => narrativeText(readXml(Buffer.from(text)))

/** A narrative in its one form, divided and joined again. */
const roundTrip = (text: string): string | undefined => {
  const narrative = dividedNarrative(text)
  return narrative && joinedNarrative(narrative)
}

t.test('two narratives that say the same have one form', t => {
  const said = html(
    '<h2 id="A">x</h2><p class="b" id="a">y</p><table><tbody><tr><td></td></tr></tbody></table>',
  )
  const others = [
    said,
    `<n:html xmlns:n="${HTML}"><n:body><n:h2 id="A">x</n:h2><n:p id='a' class='b'>y</n:p><n:table><n:tbody><n:tr><n:td/></n:tr></n:tbody></n:table></n:body></n:html>`,
    html(
      '\n <h2 id="A">x</h2>\n <p id="a" class="b">y</p>\t<table> <tbody>\n<tr> <td/> </tr></tbody></table>\n',
    ),
    html(
      '<h2 id="A"><![CDATA[x]]></h2><p class="b" id="a">&#121;</p><table><tbody><tr><td/></tr></tbody></table>',
    ),
    `<html xmlns="${HTML}">\n<head/>\n<body><h2 id="A">x</h2><p class="b" id="a">y</p><table><tbody><tr><td/></tr></tbody></table></body></html>`,
  ]
  for (const other of others) t.equal(oneForm(other), said)
  t.end()
})

t.test('what FHIR may not hold has no form, whatever is around it', t => {
  const bodies = [
    ...[
      '<script>x</script>',
      '<p onclick="x">y</p>',
      '<form/>',
      '<iframe/>',
      '<object/>',
      '<img src="x"/>',
    ],
    ...[
      '<a href="https://x">y</a>',
      '<a href="javascript:x">y</a>',
      '<link href="x"/>',
      '<style>x</style>',
    ],
    ...[
      '<p style="background:url(x)">y</p>',
      '<p style="a:\\75 rl(x)">y</p>',
      '<blockquote cite="https://x">y</blockquote>',
    ],
    ...[
      '<p xmlns="urn:x">y</p>',
      '<p xmlns:x="urn:x" x:y="z">y</p>',
      '<p xml:space="preserve">y</p>',
      '<font>x</font>',
    ],
  ]
  for (const body of bodies) {
    t.equal(oneForm(html(`<h2>x</h2><p>y</p>${body}`)), undefined, body)
    t.equal(oneForm(html(`<table><tbody><tr><td>${body}</td></tr></tbody></table>`)), undefined)
  }
  const around = [
    `<html xmlns="${HTML}" lang="cy"><body/></html>`,
    `<html xmlns="${HTML}"><head><meta/></head><body/></html>`,
    `<html xmlns="${HTML}">words<body/></html>`,
    `<html xmlns="${HTML}"><body/><body/></html>`,
    `<html xmlns="${HTML}"><body class="x"/></html>`,
    `<html xmlns="${HTML}"><frameset/></html>`,
    `<html xmlns="${HTML}"/>`,
  ]
  for (const text of around) t.equal(oneForm(text), undefined, text)
  t.end()
})

t.test('what it may hold is kept', t => {
  const bodies = [
    '<p style="color: red; width: 50%">x</p>',
    '<a name="a"></a><a href="#a">x</a>',
    '<p lang="cy" xml:lang="cy">x</p>'.replace(' lang="cy"', ''),
    '<td nowrap="nowrap">x</td>',
    'words <b>and</b> <i>more</i> 😷 &amp; &lt;',
    '<ul><li>a<ul><li>b</li></ul></li></ul>',
    '<pre>  a\n   b</pre><hr/><p>a<br/>b</p>',
    '<table><caption>x</caption><colgroup><col span="2"/></colgroup></table>',
  ]
  for (const body of bodies) t.equal(oneForm(html(body)), html(body), body)
  t.equal(
    oneForm(`<html xmlns="${HTML}"><head><title>x</title></head><body></body></html>`),
    `<html xmlns="${HTML}"><head><title>x</title></head><body></body></html>`,
  )
  t.end()
})

t.test('a narrative is divided at its headings, and at no other', t => {
  const divided = dividedNarrative(
    html('a<h2 id="B">b</h2><p>c</p><div><h2>d</h2></div><h2>e &amp; f</h2>'),
  )
  t.strictSame(divided, {
    sections: [
      { div: `<div xmlns="${XHTML}">a</div>` },
      { title: 'b', code: 'B', div: `<div xmlns="${XHTML}"><p>c</p><div><h2>d</h2></div></div>` },
      { title: 'e & f', div: `<div xmlns="${XHTML}"></div>` },
    ],
  })
  for (const body of [
    '<h2><b>x</b></h2>',
    '<h2 class="x">x</h2>',
    '<h2 id="x" class="y">x</h2>',
    '<h2> </h2>',
    '<h2></h2>',
  ])
    t.equal(dividedNarrative(html(body)), undefined, body)
  t.end()
})

t.test('sections that come to another narrative are not joined', t => {
  const div = (content: string): string => `<div xmlns="${XHTML}">${content}</div>`
  const none: readonly (readonly Section[])[] = [
    [{ title: 'x', div: div('<h2>y</h2>') }],
    [{ div: div('') }],
    [{ title: 'x', div: '<div>y</div>' }],
    [{ title: 'x', div: `<p xmlns="${XHTML}">y</p>` }],
    [{ title: 'x', div: `<div xmlns="${XHTML}" id="y">z</div>` }],
    [{ title: 'x', div: div('<script>y</script>') }],
    [{ title: ' ', div: div('y') }],
    [{ title: '', code: '', div: div('y') }],
  ]
  for (const sections of none)
    t.equal(joinedNarrative({ sections }), undefined, JSON.stringify(sections))
  t.equal(joinedNarrative({ sections: [] }), html(''))
  t.end()
})

t.test('a comment within a narrative is seen, and none elsewhere', t => {
  const message = (inside: string, outside = ''): Buffer =>
    Buffer.from(`<a>${outside}${html(inside)}</a>`)
  t.equal(hidesInNarrative(message('x<!-- y -->')), true)
  t.equal(hidesInNarrative(message('x', '<!-- y -->')), false)
  t.equal(hidesInNarrative(message('x')), false)
  t.equal(hidesInNarrative(Buffer.from('<a><!-- y --></a>')), false)
  t.end()
})

const words = fc
  .stringMatching(/^[ a-zA-Z0-9.,;:%'"\n\u00b5\u{1f637}-]{1,12}$/u)
  .filter(text => /\S/.test(text))
const escaped = words.map(text => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;'))
const attribute = fc.constantFrom('', ' id="a"', ' class="b"', ' class="b" id="a"')

/** Content of a body: words, and elements within one another. */
const { content } = fc.letrec<{ content: string; inline: string; block: string }>(tie => ({
  inline: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    escaped,
    fc.constant('<br/>'),
    fc
      .tuple(fc.constantFrom('b', 'i', 'span', 'em'), attribute, tie('inline'))
      .map(([name, own, within]) => `<${name}${own}>${within}</${name}>`),
  ),
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc
      .tuple(
        fc.constantFrom('p', 'h3', 'div', 'pre'),
        attribute,
        fc.array(tie('inline'), { maxLength: 3 }),
      )
      .map(([name, own, within]) => `<${name}${own}>${within.join(' ')}</${name}>`),
    fc
      .array(fc.array(tie('inline'), { minLength: 1, maxLength: 2 }), {
        minLength: 1,
        maxLength: 2,
      })
      .map(
        rows =>
          `<table><tbody>${rows.map(cells => `<tr>${cells.map(cell => `<td>${cell}</td>`).join('\n ')}</tr>`).join(' ')}</tbody></table>`,
      ),
    fc
      .array(tie('block'), { minLength: 1, maxLength: 2 })
      .map(items => `<ul>${items.map(item => `<li>${item}</li>`).join('\n')}</ul>`),
  ),
  content: fc
    .array(fc.oneof(tie('block'), tie('inline'), fc.constantFrom('\n', '  ')), { maxLength: 4 })
    .map(parts => parts.join('')),
}))

const heading = fc
  .tuple(fc.option(fc.constantFrom('Title', 'AllergiesHeader')), fc.option(escaped))
  .map(([id, title]) => `<h2${id === null ? '' : ` id="${id}"`}>${title ?? ''}</h2>`)

const body = fc
  .tuple(
    content,
    fc.array(
      fc.tuple(heading, content).map(pair => pair.join('')),
      { maxLength: 4 },
    ),
  )
  .map(([before, sections]) => before + sections.join(''))

/** The leaves of an element in their order: texts, and elements with their attributes. */
const leaves = ({ name, attributes, children }: XmlElement): readonly string[] => [
  [name, ...attributes.map(each => `${each.name}=${each.value}`).toSorted()].join(' '),
  ...children.flatMap(child =>
    typeof child !== 'string' ? leaves(child) : /^[ \n]*$/.test(child) ? [] : [child],
  ),
]

t.test(
  'any narrative is divided and joined to itself, leaf by leaf in its order, or not taken',
  t => {
    let [taken, all] = [0, 0]
    fc.assert(
      fc.property(body, text => {
        const written = html(text)
        const form = oneForm(written)
        if (form === undefined) throw new Error('it holds nothing FHIR may not')
        all += 1
        const again = roundTrip(form)
        // An empty heading before everything is what is not taken.
        if (again === undefined) return /^\s*<h2><\/h2>/.test(text)
        taken += 1
        return (
          again === form &&
          oneForm(again) === form &&
          JSON.stringify(leaves(readXml(Buffer.from(again)))) ===
            JSON.stringify(leaves(readXml(Buffer.from(written))))
        )
      }),
      { numRuns: 600, seed: 20260102 },
    )
    t.comment(`${taken} of ${all} narratives joined again`)
    t.ok(taken > 500)
    t.end()
  },
)

t.test('any sections that are joined are divided into the same again', t => {
  const div = content.map(
    text => dividedNarrative(oneForm(html(`<h2>x</h2>${text}`)) ?? '')?.sections[0]?.div ?? '',
  )
  const section = fc
    .tuple(fc.option(words), fc.option(fc.constantFrom('A', 'B')), div)
    .map(([title, code, within]): Section => ({
      ...(title !== null && { title }),
      ...(code !== null && { code }),
      div: within,
    }))
  fc.assert(
    fc.property(fc.array(section, { maxLength: 4 }), sections => {
      const joined = joinedNarrative({ sections })
      return (
        joined === undefined ||
        JSON.stringify(dividedNarrative(joined)?.sections) === JSON.stringify(sections)
      )
    }),
    { numRuns: 400, seed: 20260103 },
  )
  t.pass('they are')
  t.end()
})
