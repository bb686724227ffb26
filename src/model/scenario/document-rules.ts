/** How priced work becomes the lines of documents, and how the target calculates. */
import { type Static, Type } from 'typebox'
import { id, list, oneOf, percent, positive, strict } from './text.ts'

const placesOfWork = [
  'contract',
  'purchase_order',
  'line',
  'project',
  'task',
  'phase',
  'role',
  'worker',
] as const

/** What sets one document apart from another. Legal entity, client and currency always do. */
const documentKeys = [...placesOfWork, 'month', 'kind'] as const

/** What sets one line apart from another. The tax code always does. */
export const lineKeys = [...placesOfWork, 'band', 'rate', 'day', 'week', 'month', 'kind', 'entry'] as const

/** What sets lines apart may be named in their text; what is named in braces is one word. */
export function narrativeNameOf(key: LineKey): Exclude<LineKey, 'purchase_order'> | 'purchaseOrder' {
  return key === 'purchase_order' ? 'purchaseOrder' : key
}

/** What is known of all members of a line together. Of an installation's documents `notes` stay empty. */
const sumsOfLine = ['from', 'to', 'quantity', 'unit', 'entries', 'notes'] as const
export type NarrativeName = ReturnType<typeof narrativeNameOf> | (typeof sumsOfLine)[number]

/** What the text of a line may name in braces. */
export const narrativeNames: readonly string[] = [...lineKeys.map(narrativeNameOf), ...sumsOfLine]

/** How a target takes and checks lines. Left out, a line is shown as hours where that is exact. */
const target = Type.Object(
  {
    /** Digits behind the point that it keeps. Defaults: 4 of a quantity, 4 of a price. */
    quantityScale: Type.Optional(Type.Integer({ minimum: 0, maximum: 9 })),
    unitPriceScale: Type.Optional(Type.Integer({ minimum: 0, maximum: 9 })),
    /** How far quantity times price may be from the amount of a line; Peppol BIS allows 0.02. Default: 0. */
    lineTolerance: Type.Optional(positive),
    /** How far tax may be from rate times net of its group. Default: 0 where tax is reckoned per document. */
    taxTolerance: Type.Optional(positive),
    /** What is done where no quantity and price come to the amount. Default: lump, one unit at the amount. */
    misfit: Type.Optional(oneOf(['lump', 'rounding_line'])),
  },
  strict,
)

export const documentRules = Type.Object(
  {
    /** The code of every line that has none of its own. Before any tax rule. */
    taxCode: Type.Optional(id),
    /** What kind of service a tax rule sees, where the line of the contract does not say. */
    serviceClass: Type.Optional(id),
    /** Default: contract, purchase_order. A list without `contract` consolidates a client's contracts. */
    documentPer: list(oneOf(documentKeys), 10),
    /** Default: line. */
    linePer: list(oneOf(lineKeys), 15),
    /** The most lines of a document; left out, any number. */
    maximumLines: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
    /** What is done above that: drop the last key of `linePer`, or open another document. Default: coarser. */
    aboveMaximum: Type.Optional(oneOf(['coarser', 'next_document'])),
    narrative: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 500,
        description: `the text of a line, with names in braces: ${narrativeNames.join(', ')}`,
      }),
    ),
    /** Whether work that nobody pays for is shown on a line of its own, at zero. Default: false. */
    showUnbilled: Type.Optional(Type.Boolean()),
    /** Whether differences below zero join the document or stand on a credit note. Default: netted. */
    credits: Type.Optional(oneOf(['netted', 'apart'])),
    /** Percent off the sum of the lines, before tax, spread over the tax codes. */
    discount: Type.Optional(percent),
    tax: Type.Optional(
      Type.Object(
        {
          /** Rounded once per tax code, once per line, or once on the sum of all codes. Default: document. */
          per: Type.Optional(oneOf(['document', 'line', 'total'])),
          /** Default: half_away. */
          rounding: Type.Optional(oneOf(['half_away', 'half_even', 'up', 'down'])),
          /** Whether prices have the tax in them. Default: false. */
          included: Type.Optional(Type.Boolean()),
        },
        strict,
      ),
    ),
    /** A code of kind withheld: what the client keeps back and pays to its authority. */
    withhold: Type.Optional(id),
    /** Rounds what is due to a whole step, "1" or "0.05"; the difference stands in a field of its own. */
    roundDue: Type.Optional(
      Type.Object(
        { step: positive, mode: Type.Optional(oneOf(['half_away', 'up', 'down'])) },
        { ...strict, description: 'default mode: half_away' },
      ),
    ),
    target: Type.Optional(target),
  },
  { ...strict, title: 'DocumentRules' },
)
export type DocumentRules = Static<typeof documentRules>
export type DocumentKey = (typeof documentKeys)[number]
export type LineKey = (typeof lineKeys)[number]
