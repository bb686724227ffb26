import type { TSchema } from 'typebox'
import { Errors } from 'typebox/value'
import type { ProblemPart } from './problem.ts'
import { part } from './problem.ts'

/** What the explanation reads of a JSON Schema. */
type Shape = {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly anyOf?: readonly Shape[]
  readonly items?: Shape
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Shape
}

/** An answer names this many faults at most; the rest shows once these are corrected. */
const explainedFaults = 20

const decimalPattern = /\(\\\.\\d/

function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function violation(pointer: string, message: string): ProblemPart {
  return part('SCHEMA_VIOLATION', pointer, message)
}

function isDecimal(shape: Shape): boolean {
  return shape.type === 'string' && decimalPattern.test(shape.pattern ?? '')
}

/** The branch that the value means: the one whose fixed properties it has, or the only one that is not null. */
function meantBranch(branches: readonly Shape[], value: unknown): Shape | null {
  const real = branches.filter((branch) => branch.type !== 'null')
  if (real.length === 1) return real[0]!
  if (!isRecord(value)) return null
  const matching = real.filter((branch) => {
    const fixed = Object.entries(branch.properties ?? {}).filter(([, shape]) => shape.const !== undefined)
    return fixed.length > 0 && fixed.every(([key, shape]) => value[key] === shape.const)
  })
  return matching.length === 1 ? matching[0]! : null
}

function choices(branches: readonly Shape[]): string {
  const fixed = branches.map((branch) => branch.const).filter((value) => value !== undefined)
  if (fixed.length > 0) return `must be one of ${fixed.map((value) => JSON.stringify(value)).join(', ')}`
  const kinds = branches
    .flatMap((branch) => Object.values(branch.properties ?? {}))
    .map((shape) => shape.const)
    .filter((value) => typeof value === 'string')
  return kinds.length > 0
    ? `must be one of the kinds ${kinds.join(', ')}`
    : 'has a form that is not allowed here'
}

function explainObject(shape: Shape, value: unknown, pointer: string, out: ProblemPart[]): void {
  if (!isRecord(value)) {
    out.push(violation(pointer, 'must be an object'))
    return
  }
  const known = shape.properties ?? {}
  for (const key of Object.keys(value)) {
    const at = `${pointer}/${escapePointer(key)}`
    if (Object.hasOwn(known, key)) explainAt(known[key]!, value[key], at, out)
    else if (shape.additionalProperties === false) {
      out.push(part('UNKNOWN_FIELD', at, `is not a field here; known are ${Object.keys(known).join(', ')}`))
    } else if (isRecord(shape.additionalProperties)) {
      explainAt(shape.additionalProperties, value[key], at, out)
    }
    if (out.length >= explainedFaults) return
  }
  for (const key of shape.required ?? []) {
    if (!Object.hasOwn(value, key)) out.push(violation(`${pointer}/${escapePointer(key)}`, 'is missing'))
  }
}

function explainAt(shape: Shape, value: unknown, pointer: string, out: ProblemPart[]): void {
  if (out.length >= explainedFaults) return
  if (shape.anyOf !== undefined) {
    if (value === null && shape.anyOf.some((branch) => branch.type === 'null')) return
    const branch = meantBranch(shape.anyOf, value)
    if (branch !== null) explainAt(branch, value, pointer, out)
    else if (Errors(shape as TSchema, value).length > 0) out.push(violation(pointer, choices(shape.anyOf)))
  } else if (shape.type === 'object') {
    const before = out.length
    explainObject(shape, value, pointer, out)
    if (out.length === before) explainLeaf(shape, value, pointer, out)
  } else if (shape.type === 'array' && Array.isArray(value) && shape.items !== undefined) {
    const before = out.length
    for (const [index, item] of value.entries()) explainAt(shape.items, item, `${pointer}/${index}`, out)
    if (out.length === before) explainLeaf(shape, value, pointer, out)
  } else {
    explainLeaf(shape, value, pointer, out)
  }
}

function explainLeaf(shape: Shape, value: unknown, pointer: string, out: ProblemPart[]): void {
  if (typeof value === 'number' && isDecimal(shape)) {
    const message = `must be text, such as "${value}": as a JSON number it would lose digits`
    out.push(part('DECIMAL_AS_NUMBER', pointer, message))
    return
  }
  const error = Errors(shape as TSchema, value)[0]
  if (error === undefined) return
  if (shape.enum !== undefined) {
    out.push(
      violation(pointer, `must be one of ${shape.enum.map((each) => JSON.stringify(each)).join(', ')}`),
    )
    return
  }
  if (isDecimal(shape) && typeof value === 'string') {
    out.push(violation(pointer, 'must be a plain decimal within the allowed digits, such as "7.25"'))
  } else {
    out.push(violation(pointer + error.instancePath, error.message))
  }
}

/** Why a value that the schema refused was refused: pointer, code, message and remedy of each fault. */
export function explain(schema: TSchema, value: unknown, pointer = ''): ProblemPart[] {
  const out: ProblemPart[] = []
  explainAt(schema as Shape, value, pointer, out)
  return out.slice(0, explainedFaults)
}
