import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Figure } from '../figures.ts'
import type { Guarantee, Proof } from './guarantees.ts'
import { page, table } from './reference.ts'

const root = join(import.meta.dirname, '..', '..')

/** Promises without a proof, proofs whose test is not there, and figures that no proof names. */
export function guaranteeFaults(
  guarantees: readonly Guarantee[],
  figures: ReadonlyMap<string, Figure>,
  exists: (path: string) => boolean = (path) => existsSync(join(root, path)),
): string[] {
  const faults: string[] = []
  const named = new Set<string>()
  for (const { name, proofs } of guarantees) {
    if (proofs.length === 0) faults.push(`${name} is promised and has no test.`)
    for (const { test, large } of proofs) {
      if (!exists(test)) faults.push(`${name} names ${test}, which is not there.`)
      if (large !== undefined) named.add(large.rig)
    }
  }
  for (const rig of figures.keys())
    if (!named.has(rig)) faults.push(`The rig ${rig} left a figure, and no promise names it.`)
  return faults
}

function figureOf({ large }: Proof, figures: ReadonlyMap<string, Figure>): string {
  if (large === undefined) return 'with every `npm test`'
  const figure = figures.get(large.rig)
  if (figure === undefined) return 'not run yet'
  return `${figure.found} (${figure.on}, commit ${figure.commit}, \`${figure.command}\`)`
}

function list(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${title}\n\n${lines.map((line) => `- ${line}`).join('\n')}\n\n`
}

/** Throws when a row names what is not there: a promise without a test is taken off the page. */
export function guaranteesPage(
  guarantees: readonly Guarantee[],
  figures: ReadonlyMap<string, Figure>,
): string {
  const faults = guaranteeFaults(guarantees, figures)
  if (faults.length > 0) throw new Error(faults.join('\n'))
  const parts = guarantees.map(({ name, promise, covers, leavesOut, proofs }) => {
    const rows = proofs.map((proof) => [
      proof.does,
      `\`${proof.test}\`${proof.large === undefined ? '' : `, large: \`${proof.large.command}\``}`,
      figureOf(proof, figures),
    ])
    return (
      `## ${name}. ${promise}\n\n${list('Covers:', covers)}${list('Does not cover:', leavesOut)}` +
      table(['What proves it', 'Test', 'Last figure'], rows)
    )
  })
  return page(
    'Guarantees',
    'What is promised, through which faults, and the test that proves it. Every test runs small in `npm test`; the large ' +
      'runs leave their figure here with `--keep-figures`. A promise without a test is not on this page.',
    ...parts,
  )
}
