import { flag, object, oneOf, text, textLike, texts } from './fields.ts'

const PATHS =
  'paths of elements, names as written and divided by points, such as Envelope.Body.item'
const NO_NAME = 'one to eight characters, the first none that a name begins with, such as @_'

/** How XML that no product has a mapping for is put in JSON. */
export const GenericSchema = object({
  /** Paths of elements that are lists also where there is one. Default: none. */
  arrays: texts(text(PATHS), PATHS).optional(),
  /** What stands before the name of an attribute. Default `@_`. */
  attributePrefix: textLike(/^[^\p{L}_:\s][^\s]{0,7}$/u, NO_NAME).optional(),
  /** What the text of an element is called that has anything else. Default `#text`. */
  textName: textLike(/^[^\p{L}_:\s][^\s]{0,15}$/u, NO_NAME).optional(),
  /** Whether blanks between elements are text, or say nothing. Default `kept`. */
  blanks: oneOf(['kept', 'dropped']).optional(),
  /** Whether siblings keep their order whatever they are called; every element is a list then. Default false. */
  preserveOrder: flag('siblings keep their order').optional(),
  /** Where the cloud is asked, below its address. Default: where the supplier asks. */
  path: textLike(/^\/[\x21-\x7e]*$/, 'a path begins with a slash').optional(),
})
