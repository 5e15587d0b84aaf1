/**
 * What `import … from 'ficus'` gives: a routes file its types, and a mapping of an operator's own the language mappings
 * are written in, with what reads and writes XML and JSON.
 */
export { defineRoutes } from './routes-file.ts'
export type { RoutesFile } from './routes-file.ts'
export {
  accepted,
  always,
  declined,
  defineCompared,
  defineDocument,
  defineMapping,
  defineReply,
  element,
  withAnswers,
  withCalls,
} from '../mapping/index.ts'
export type {
  Accepted,
  AnswersSpec,
  AroundCalls,
  Call,
  CallAbout,
  CallAnswerAbout,
  CallMapping,
  CallReply,
  CloudAnswer,
  CloudFailure,
  CloudRequest,
  Crossed,
  Declined,
  DocumentSpec,
  Information,
  Mapping,
  MappingSpec,
  Outline,
  ReplySpec,
  Row,
  Said,
} from '../mapping/index.ts'
export { FicusError, headerOf, headersOf } from '../exchange/index.ts'
export { plainJson, readJson } from '../json/index.ts'
export {
  attributeOf,
  childOf,
  childrenOf,
  documentOf,
  elementsOf,
  readXml,
  textOf,
  xml,
  xmlAttribute,
  xmlName,
} from '../xml/index.ts'
export type { XmlElement } from '../xml/index.ts'
