import { relative } from 'node:path'
import type { TestEvent } from 'node:test/reporters'

const slowestShown = 12

function describe(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(cause instanceof Error)) return String(cause)
  return cause.stack ?? cause.message
}

function indent(text: string): string {
  return text.replace(/^/gm, '    ')
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`

type Tally = { passed: number; failed: number; skipped: number; ms: number }

function summary(files: ReadonlyMap<string, Tally>): string {
  const sum = (of: (tally: Tally) => number) => [...files.values()].reduce((total, one) => total + of(one), 0)
  const slowest = [...files].sort(([, a], [, b]) => b.ms - a.ms).slice(0, slowestShown)
  const lines = slowest.map(([file, tally]) => `  ${seconds(tally.ms).padStart(8)}  ${file}`)
  const skipped = sum((tally) => tally.skipped)
  return (
    `\nslowest files:\n${lines.join('\n')}\n\n` +
    `${sum((tally) => tally.passed)} passed, ${sum((tally) => tally.failed)} failed` +
    `${skipped > 0 ? `, ${skipped} skipped` : ''}, in ${files.size} files\n`
  )
}

/** One line for a failure with its reason, nothing for a success, what tests say about seeds and figures, and times. */
export default async function* report(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const files = new Map<string, Tally>()
  for await (const event of source) {
    if (event.type === 'test:stdout' || event.type === 'test:stderr') yield event.data.message
    if (event.type === 'test:diagnostic' && event.data.file !== undefined) yield `  ${event.data.message}\n`
    if (event.type !== 'test:pass' && event.type !== 'test:fail') continue
    const { data } = event
    if (data.details.type === 'suite') continue
    // The file that was run; `file` is where the test was declared, which may be a fixture.
    const { entryFile } = data as { entryFile?: string }
    const file = relative(process.cwd(), entryFile ?? data.file ?? '')
    const tally = files.get(file) ?? { passed: 0, failed: 0, skipped: 0, ms: 0 }
    files.set(file, tally)
    if (data.nesting === 0) tally.ms += data.details.duration_ms
    if (data.skip !== undefined && data.skip !== false) tally.skipped += 1
    else if (event.type === 'test:pass') tally.passed += 1
    else if (typeof data.todo === 'string') {
      // Known and told each time: neither hidden nor taken for something new.
      tally.skipped += 1
      yield `known and not mended: ${file}: ${data.name}: ${data.todo}\n`
    } else {
      tally.failed += 1
      yield `✖ ${file}: ${data.name}\n${indent(describe(event.data.details.error))}\n`
    }
  }
  yield summary(files)
}
