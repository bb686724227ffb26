import type { TSchema } from 'typebox'
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml'
import { explain } from '../../api/explain.ts'
import type { MasterChange, MasterKind } from '../../model/master-records.ts'
import { type Days, daysOf } from './days.ts'
import { branches, filled, isKind, type Shape, shapeOf } from './kinds.ts'
import type { Taken, Wanted } from './taken.ts'

/** Words of a record that are no fields of its body. */
const words = ['record', 'id', 'validFrom', 'validTo', 'validUntil', 'ended'] as const
type Word = (typeof words)[number]

/**
 * Records from YAML 1.2 or JSON: a list of objects with `record` (the kind), `id`, the days, and the fields of the kind.
 * Decimals are taken as they are written, with or without quotes.
 */
export function readYaml(text: string, wanted: Wanted, taken: Taken): void {
  const lines = new LineCounter()
  const document = parseDocument(text, { schema: 'core', uniqueKeys: true, lineCounter: lines })
  const lineOf = (node: unknown) => `line ${lines.linePos((node as Node | null)?.range?.[0] ?? 0).line}`
  for (const error of document.errors)
    taken.faults.push({
      place: `line ${error.linePos?.[0].line ?? 1}`,
      problem: error.message.split('\n')[0]!.replace(/ at line \d+.*$/, ''),
      remedy: 'Write the file in YAML 1.2 or JSON',
    })
  if (document.errors.length > 0) return
  const list = document.contents
  if (!isSeq(list)) {
    const remedy = 'Begin each record with "- record: KIND"'
    taken.faults.push({ place: lineOf(list), problem: 'the file is no list of records', remedy })
    return
  }
  for (const node of list.items) readRecord(node, wanted, taken, lineOf)
}

type Fault = { readonly node: unknown; readonly problem: string; readonly remedy: string }
type Head = { readonly kind: MasterKind; readonly id: string; readonly days: Days; readonly isEnd: boolean }

function readRecord(node: unknown, wanted: Wanted, taken: Taken, lineOf: (node: unknown) => string): void {
  const read = isMap(node)
    ? headOf(node, wanted)
    : { node, problem: 'a record is an object', remedy: 'Say record, id and its fields' }
  if ('problem' in read) {
    taken.faults.push({ place: lineOf(read.node), problem: read.problem, remedy: read.remedy })
    return
  }
  const { kind, id, days, isEnd } = read
  const shape = shapeOf(kind)
  const place = (pointer: string) => lineOf(nodeAt(node, pointer))
  const fields = fieldsOf(node as YAMLMap).map((pair) => plainPair(pair, [shape]))
  const body = isEnd ? null : filled(shape, Object.fromEntries(fields))
  const faults = isEnd ? [] : explain(shape as TSchema, body)
  for (const { pointer, message } of faults)
    taken.faults.push({
      place: place(pointer),
      problem: `${pointer} ${message}`,
      remedy: `Correct the ${kind} ${id}`,
    })
  if (faults.length > 0) return
  taken.changes.push({ kind, recordId: id, ...days, body } as MasterChange)
  taken.places.push((pointer) => place(pointer.replace(/^\/body/, '')))
}

function fieldsOf(node: YAMLMap): Pair[] {
  return node.items.filter(({ key }) => !words.includes(String(isScalar(key) ? key.value : '') as Word))
}

function headOf(node: YAMLMap, wanted: Wanted): Head | Fault {
  const said: Partial<Record<Word, string>> = {}
  for (const word of words) {
    const value = node.get(word, true) as unknown
    if (value === undefined) continue
    if (!isScalar(value)) return { node: value, problem: `${word} is text`, remedy: 'Write one value' }
    said[word] = typeof value.value === 'string' ? value.value : (value.source ?? String(value.value))
  }
  const { record, id, ended } = said
  if (record === undefined || !isKind(record)) {
    const problem = record === undefined ? 'record is missing' : `${record} is no kind of record`
    return { node, problem, remedy: 'Say which kind it is: "record: rate"' }
  }
  if (id === undefined || id === '')
    return { node, problem: 'id is missing', remedy: "Say the firm's own code of it" }
  const days = daysOf(said, wanted)
  if ('word' in days) {
    const { word, problem, remedy } = days
    return { node: node.get(word, true) ?? node, problem: `${word} ${problem}`, remedy }
  }
  const alias = aliasIn(node)
  if (alias !== null)
    return { node: alias, problem: 'an alias is not followed', remedy: 'Write out what it stands for' }
  if (ended !== undefined && ended !== 'true' && ended !== 'false') {
    const remedy = 'Leave it out where the record holds'
    return { node: node.get('ended', true), problem: 'ended is true or false', remedy }
  }
  const [first] = fieldsOf(node)
  if (ended === 'true' && first !== undefined) {
    const remedy = 'Take the fields out, or "ended"'
    return { node: first.key, problem: 'a record that ends has no fields', remedy }
  }
  return { kind: record, id, days, isEnd: ended === 'true' }
}

function plainPair({ key, value }: Pair, shapes: readonly Shape[]): [string, unknown] {
  const name = String(isScalar(key) ? key.value : key)
  return [name, plain(value, shapes.flatMap((one) => one.properties?.[name] ?? []).flatMap(branches))]
}

/** A number stays text unless the field is a whole number. */
function plain(node: unknown, shapes: readonly Shape[]): unknown {
  if (isMap(node)) return Object.fromEntries(node.items.map((pair) => plainPair(pair, shapes)))
  if (isSeq(node)) {
    const items = shapes.flatMap((one) => (one.items === undefined ? [] : branches(one.items)))
    return node.items.map((item) => plain(item, items))
  }
  if (!isScalar(node)) return null
  const { value, source } = node
  const isWhole = shapes.some((one) => one.type === 'integer' || typeof one.const === 'number')
  return typeof value === 'number' && !isWhole ? (source ?? String(value)) : value
}

function aliasIn(node: unknown): unknown {
  if (isAlias(node)) return node
  const items = isMap(node)
    ? node.items.flatMap((pair) => [pair.key, pair.value])
    : isSeq(node)
      ? node.items
      : []
  for (const item of items) {
    const found = aliasIn(item)
    if (found !== null) return found
  }
  return null
}

/** The innermost node that a pointer reaches. */
function nodeAt(node: unknown, pointer: string): unknown {
  let found = node
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
    const next = isMap(found)
      ? found.get(name, true)
      : isSeq(found)
        ? found.get(Number(name), true)
        : undefined
    if (next === undefined || next === null) return found
    found = next
  }
  return found
}
