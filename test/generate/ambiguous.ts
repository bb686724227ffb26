import { faultNames, faults } from '../ambiguous/faults.ts'
import { type KeptTable, keptTables } from '../ambiguous/kept.ts'
import { connectors } from '../../src/runner/connectors.ts'

const words: Readonly<Record<string, string>> = {
  'found by the locator': 'found',
  'looked for twice, not there, sent again': 'looked, sent again',
  'provably not done, sent again': 'sent again',
}

function tableOf(table: KeptTable): string[] {
  const heads = table.lines.map((line) => `${line.write}: ${line.title} (\`${line.request}\`)`)
  return [
    `## ${table.world.replace(/^./, (first) => first.toUpperCase())} (${table.level}, ${table.on})`,
    '',
    `| what becomes of the request | ${heads.join(' | ')} |`,
    `| --- | ${heads.map(() => '---').join(' | ')} |`,
    ...faultNames.map((fault) => {
      const cells = table.lines.map((line) => {
        const end = line.cells[fault]
        if (end === undefined) return '**missing**'
        if (end.ended === 'does not apply') return `– (${end.how})`
        return end.ended === 'case' ? `case ${end.how}` : (words[end.how] ?? end.how)
      })
      return `| ${faults[fault]} | ${cells.join(' | ')} |`
    }),
    '',
  ]
}

/** From the last whole runs of `test/ambiguous`; what was not run says so. */
export function ambiguousPage(): string {
  const silent = [...connectors.values()].filter((each) => each.target === undefined).map((each) => each.name)
  return [
    '# Ambiguous answers',
    '',
    'Written by `npm run generate` from the last whole runs of `test/ambiguous`. Every request with which a target is',
    'written to meets every fault, through the real transport and the real posting lanes; then the own books of the ERP',
    'are read. Each cell ended with exactly one effect there, or with a visible case; never with two.',
    '',
    '- **answered**: the answer was believed, or the call repeated after a new login.',
    '- **found**: in doubt, and the locator found it done.',
    '- **looked, sent again**: in doubt, looked for twice after the settling time, not there, sent again.',
    '- **sent again**: provably not done, and sent again.',
    '- **case CODE**: a person is asked.',
    '',
    ...keptTables().flatMap(tableOf),
    '## Connectors that write nothing',
    '',
    `${silent.join(', ')}: they are only read.`,
    '',
  ].join('\n')
}
