import { type TSchema, Type } from 'typebox'
import { type MasterKind, masterSchemas } from '../../model/master-records.ts'
import { dayText, nullable, strict } from '../wire.ts'

export const masterKinds = Object.keys(masterSchemas) as MasterKind[]
export const recordCode = Type.String({ minLength: 1, maxLength: 120 })
/** One statement, with the body of its kind. */
export const masterChange = Type.Union(
  masterKinds.map((kind) =>
    Type.Object(
      {
        kind: Type.Literal(kind),
        recordId: recordCode,
        validFrom: dayText,
        validUntil: nullable(dayText),
        body: nullable(masterSchemas[kind] as TSchema),
      },
      {
        ...strict,
        title: String((masterSchemas[kind] as { title?: string }).title).replace(/Record$/, 'Change'),
      },
    ),
  ),
)
