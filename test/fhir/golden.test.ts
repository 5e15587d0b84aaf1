import t from 'tap'
import { canonical, toJson, toXml } from './given.ts'

const XML = (inside: string): string => inside.replace(/\n\s*/g, '')
const NS = 'xmlns="http://hl7.org/fhir"'

const POINTER = `<DocumentReference ${NS}>
  <id value="c037a0cb-0c77-4976-83a1-a5d2703e6aa3-23325861873450086113"/>
  <meta>
    <versionId value="1"/>
    <lastUpdated value="2016-03-08T15:26:00+01:00"/>
    <profile value="https://fhir.nhs.uk/STU3/StructureDefinition/NRL-DocumentReference-1"/>
  </meta>
  <masterIdentifier><system value="urn:ietf:rfc:3986"/><value value="urn:oid:1.3.6.1"/></masterIdentifier>
  <status value="current"/>
  <type><coding><system value="http://snomed.info/sct"/><code value="736253002"/></coding></type>
  <class><coding><system value="http://snomed.info/sct"/><code value="734163000"/></coding></class>
  <subject>
    <reference value="https://demographics.spineservices.nhs.uk/STU3/Patient/9000000009"/>
  </subject>
  <indexed value="2016-03-08T15:26:01+01:00"/>
  <author>
    <reference value="https://directory.spineservices.nhs.uk/STU3/Organization/RGD"/>
  </author>
  <custodian>
    <reference value="https://directory.spineservices.nhs.uk/STU3/Organization/RR8"/>
  </custodian>
  <relatesTo>
    <code value="replaces"/>
    <target>
      <identifier><system value="urn:ietf:rfc:3986"/><value value="urn:oid:1.3.6.0"/></identifier>
    </target>
  </relatesTo>
  <content>
    <extension url="https://fhir.nhs.uk/STU3/StructureDefinition/Extension-NRL-ContentStability-1">
      <valueCodeableConcept><coding><code value="static"/></coding></valueCodeableConcept>
    </extension>
    <attachment>
      <contentType value="application/pdf"/>
      <url value="https://p1.nhs.uk/report.pdf"/>
      <creation value="2016-03-08T15:26:00+01:00"/>
    </attachment>
    <format><code value="urn:nhs-ic:unstructured"/></format>
  </content>
  <context>
    <period><start value="2016-03-07T13:34:00+01:00"/></period>
    <related><ref><reference value="#a"/></ref></related>
  </context>
</DocumentReference>`

const POINTER_JSON = {
  resourceType: 'DocumentReference',
  id: 'c037a0cb-0c77-4976-83a1-a5d2703e6aa3-23325861873450086113',
  meta: {
    versionId: '1',
    lastUpdated: '2016-03-08T15:26:00+01:00',
    profile: ['https://fhir.nhs.uk/STU3/StructureDefinition/NRL-DocumentReference-1'],
  },
  masterIdentifier: { system: 'urn:ietf:rfc:3986', value: 'urn:oid:1.3.6.1' },
  status: 'current',
  type: { coding: [{ system: 'http://snomed.info/sct', code: '736253002' }] },
  class: { coding: [{ system: 'http://snomed.info/sct', code: '734163000' }] },
  subject: { reference: 'https://demographics.spineservices.nhs.uk/STU3/Patient/9000000009' },
  indexed: '2016-03-08T15:26:01+01:00',
  author: [{ reference: 'https://directory.spineservices.nhs.uk/STU3/Organization/RGD' }],
  custodian: { reference: 'https://directory.spineservices.nhs.uk/STU3/Organization/RR8' },
  relatesTo: [
    {
      code: 'replaces',
      target: { identifier: { system: 'urn:ietf:rfc:3986', value: 'urn:oid:1.3.6.0' } },
    },
  ],
  content: [
    {
      extension: [
        {
          url: 'https://fhir.nhs.uk/STU3/StructureDefinition/Extension-NRL-ContentStability-1',
          valueCodeableConcept: { coding: [{ code: 'static' }] },
        },
      ],
      attachment: {
        contentType: 'application/pdf',
        url: 'https://p1.nhs.uk/report.pdf',
        creation: '2016-03-08T15:26:00+01:00',
      },
      format: { code: 'urn:nhs-ic:unstructured' },
    },
  ],
  context: {
    period: { start: '2016-03-07T13:34:00+01:00' },
    related: [{ ref: { reference: '#a' } }],
  },
}

t.test('a pointer of STU3 is the same in both notations', async t => {
  t.equal(toJson(POINTER), JSON.stringify(POINTER_JSON))
  t.equal(canonical(toXml(JSON.stringify(POINTER_JSON))), canonical(POINTER))
})

t.test('the same names are other elements in another version', async t => {
  const stu3 = `<DocumentReference ${NS}><context><encounter><reference value="a"/></encounter></context></DocumentReference>`
  t.match(toJson(stu3, 'STU3'), '"encounter":{"reference":"a"}', 'one in STU3')
  t.match(toJson(stu3, 'R4'), '"encounter":[{"reference":"a"}]', 'a list in R4')
  t.throws(() => toJson(POINTER, 'R4'), { code: 'malformed' }, 'R4 has no class')
  t.throws(
    () => toJson(`<Bundle ${NS}><timestamp value="2020-01-01T00:00:00Z"/></Bundle>`, 'STU3'),
    { code: 'malformed' },
    'STU3 has no timestamp',
  )
})

t.test('a searchset holds resources, and its total is a number', async t => {
  const xml = XML(`<Bundle ${NS}>
    <id value="b"/>
    <type value="searchset"/>
    <total value="1"/>
    <link><relation value="self"/><url value="https://a/b?c=d&amp;e=f"/></link>
    <entry>
      <fullUrl value="https://a/DocumentReference/1"/>
      <resource><DocumentReference><id value="1"/><status value="current"/></DocumentReference></resource>
      <search><mode value="match"/><score value="1.0"/></search>
    </entry>
  </Bundle>`)
  const json =
    '{"resourceType":"Bundle","id":"b","type":"searchset","total":1,' +
    '"link":[{"relation":"self","url":"https://a/b?c=d&e=f"}],' +
    '"entry":[{"fullUrl":"https://a/DocumentReference/1",' +
    '"resource":{"resourceType":"DocumentReference","id":"1","status":"current"},' +
    '"search":{"mode":"match","score":1.0}}]}'
  for (const version of ['STU3', 'R4'] as const) {
    t.equal(toJson(xml, version), json)
    t.equal(canonical(toXml(json, version)), canonical(xml))
  }
})

t.test('a patch of one element is the same in both notations', async t => {
  const part = (name: string, value: string): string =>
    `<part><name value="${name}"/>${value}</part>`
  const xml = `<Parameters ${NS}><parameter><name value="operation"/>${[
    part('type', '<valueCode value="replace"/>'),
    part('path', '<valueString value="DocumentReference.status"/>'),
    part('value', '<valueString value="entered-in-error"/>'),
  ].join('')}</parameter></Parameters>`
  const json = JSON.stringify({
    resourceType: 'Parameters',
    parameter: [
      {
        name: 'operation',
        part: [
          { name: 'type', valueCode: 'replace' },
          { name: 'path', valueString: 'DocumentReference.status' },
          { name: 'value', valueString: 'entered-in-error' },
        ],
      },
    ],
  })
  t.equal(toJson(xml), json)
  t.equal(canonical(toXml(json)), canonical(xml))
})

t.test('a primitive keeps its id and extensions beside it, in lists at its place', async t => {
  const xml = XML(`<OperationOutcome ${NS}>
    <issue>
      <severity id="s" value="error"/>
      <code><extension url="https://a/why"><valueBoolean value="true"/></extension></code>
      <location value="first"/>
      <location id="l"><extension url="https://a/b"><valueInteger value="-3"/></extension></location>
      <location value="third"/>
    </issue>
  </OperationOutcome>`)
  const json = JSON.stringify({
    resourceType: 'OperationOutcome',
    issue: [
      {
        severity: 'error',
        _severity: { id: 's' },
        _code: { extension: [{ url: 'https://a/why', valueBoolean: true }] },
        location: ['first', null, 'third'],
        _location: [null, { id: 'l', extension: [{ url: 'https://a/b', valueInteger: -3 }] }, null],
      },
    ],
  })
  t.equal(toJson(xml), json)
  t.equal(canonical(toXml(json)), canonical(xml))
})

t.test('a narrative keeps every element, attribute and blank', async t => {
  const div =
    '<div xmlns="http://www.w3.org/1999/xhtml" class="a &amp; b">One <b>two</b>\n  three &lt; four<br/>' +
    '<table><tr><td colspan="2"> \u00e9 </td></tr></table></div>'
  const xml = `<OperationOutcome ${NS}><text><status value="generated"/>${div}</text></OperationOutcome>`
  const json = JSON.stringify({
    resourceType: 'OperationOutcome',
    text: { status: 'generated', div },
  })
  t.equal(toJson(xml), json)
  t.equal(canonical(toXml(json)), canonical(xml))
  const prefixed = xml
    .replaceAll(/<(\/?)(div|b|br|table|tr|td)\b/g, '<$1h:$2')
    .replace('xmlns="http://www.w3.org/1999/xhtml"', 'xmlns:h="http://www.w3.org/1999/xhtml"')
  t.equal(toJson(prefixed), json, 'whatever prefix it was written with')
})

t.test('contained resources stand in the resource that holds them', async t => {
  const xml = XML(`<DocumentReference ${NS}>
    <contained><OperationOutcome><id value="o"/></OperationOutcome></contained>
    <contained><Parameters><id value="p"/></Parameters></contained>
    <status value="current"/>
  </DocumentReference>`)
  const json = JSON.stringify({
    resourceType: 'DocumentReference',
    contained: [
      { resourceType: 'OperationOutcome', id: 'o' },
      { resourceType: 'Parameters', id: 'p' },
    ],
    status: 'current',
  })
  t.equal(toJson(xml), json)
  t.equal(canonical(toXml(json)), canonical(xml))
})

t.test('a number keeps its digits', async t => {
  for (const digits of ['1.0', '1.00', '0.10', '-0.5', '123456789012345678901234567890.10', '0']) {
    const xml = `<Bundle ${NS}><entry><search><score value="${digits}"/></search></entry></Bundle>`
    const json = `{"resourceType":"Bundle","entry":[{"search":{"score":${digits}}}]}`
    t.equal(toJson(xml), json)
    t.equal(canonical(toXml(json)), canonical(xml))
  }
})

t.test('XML is read in whatever order its elements come, and written in that of FHIR', async t => {
  const published = XML(`<DocumentReference ${NS}>
    <meta><profile value="p"/><versionId value="1"/></meta>
    <content>
      <format><code value="f"/></format>
      <attachment><url value="u"/></attachment>
      <extension url="e"><valueCode value="v"/></extension>
    </content>
    <author><reference value="1"/></author>
    <status value="current"/>
    <author><reference value="2"/></author>
  </DocumentReference>`)
  const json =
    '{"resourceType":"DocumentReference","meta":{"versionId":"1","profile":["p"]},"status":"current",' +
    '"author":[{"reference":"1"},{"reference":"2"}],' +
    '"content":[{"extension":[{"url":"e","valueCode":"v"}],"attachment":{"url":"u"},"format":{"code":"f"}}]}'
  t.equal(toJson(published), json)
  const shuffled = JSON.stringify(
    Object.fromEntries(Object.entries(JSON.parse(json) as object).reverse()),
  )
  t.equal(toXml(shuffled), toXml(json), 'as JSON is')
})
