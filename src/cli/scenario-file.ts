import type { TSchema } from 'typebox'
import { isMap, isScalar, isSeq, parseDocument } from 'yaml'
import { explain } from '../api/explain.ts'
import type { ProblemPart } from '../api/problem.ts'
import { type Scenario, scenario } from '../model/scenario/scenario.ts'
import { type Complaint, ScenarioError } from '../scenario/complaint.ts'

/**
 * A scenario from the text of a file, JSON or YAML. Every fault is told with its path and what to do about it;
 * nothing is guessed, and a member that nobody knows is a fault. Decimals are taken as they are written, with or
 * without quotes, and never pass through a binary number.
 */
export function readScenario(text: string): Scenario {
  const document = parseDocument(text, { schema: 'core', uniqueKeys: true })
  if (document.errors.length > 0)
    throw new ScenarioError(
      document.errors.map((error) => ({
        path: `line ${error.linePos?.[0].line ?? 1}, column ${error.linePos?.[0].col ?? 1}`,
        problem: error.message.split('\n')[0]!.replace(/ at line \d+.*$/, ''),
        remedy: 'Write the file in JSON or in YAML 1.2',
      })),
    )
  const value = plain(document.contents, null)
  const faults = explain(scenario, value)
  if (faults.length > 0) throw new ScenarioError(faults.map(complaintOf))
  return value as Scenario
}

function complaintOf(fault: ProblemPart): Complaint {
  const path = fault.pointer === '' ? '/' : fault.pointer
  return { path, problem: fault.message, remedy: remedies[fault.code] ?? 'Correct it and price again' }
}

const remedies: Partial<Record<ProblemPart['code'], string>> = {
  UNKNOWN_FIELD: 'Take it out, or correct its name',
}

type Shape = { type?: string; properties?: Record<string, Shape>; items?: Shape; anyOf?: Shape[] }
const whole = new Set<string>()
collectWhole(scenario as TSchema & Shape)

/** Names of members that are whole numbers; every other number is a decimal and stays text. */
function collectWhole(shape: Shape): void {
  for (const [name, member] of Object.entries(shape.properties ?? {})) {
    const kinds = [member, member.items ?? {}, ...(member.anyOf ?? [])]
    if (kinds.some((one) => one.type === 'integer') || name === 'scenario') whole.add(name)
    collectWhole(member)
  }
  if (shape.items) collectWhole(shape.items)
  for (const one of shape.anyOf ?? []) collectWhole(one)
}

function plain(node: unknown, name: string | null): unknown {
  if (isMap(node))
    return Object.fromEntries(
      node.items.map((pair) => {
        const key = String(isScalar(pair.key) ? pair.key.value : pair.key)
        return [key, plain(pair.value, key)]
      }),
    )
  if (isSeq(node)) return node.items.map((item) => plain(item, name))
  if (!isScalar(node)) return null
  const { value, source } = node
  return typeof value === 'number' && !(name !== null && whole.has(name)) ? (source ?? String(value)) : value
}
