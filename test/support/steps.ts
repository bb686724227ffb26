import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../check/sources.ts'
import { node } from './runtime.ts'

export type Step = { readonly name: string; run(): Promise<string | null> }

const mostLinesShown = 80

/** Runs a program and returns what it wrote when it failed, null when it succeeded. */
export function execute(program: string, options: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(program, options, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let written = ''
    child.stdout.on('data', (bytes: Buffer) => {
      written += bytes.toString()
    })
    child.stderr.on('data', (bytes: Buffer) => {
      written += bytes.toString()
    })
    child.on('error', (error) => resolve(error.message))
    child.on('close', (code) => resolve(code === 0 ? null : `${written.trim()}\n(ended with ${code})`))
  })
}

/** Runs test files in processes of their own, writing as they go; true when all passed. */
export function runTests(
  files: readonly string[],
  options: { concurrency: number; environment: Readonly<Record<string, string>> },
): Promise<boolean> {
  const parameters = [
    ...['--test', `--test-concurrency=${options.concurrency}`, '--test-timeout=300000'],
    ...['--test-reporter', join(root, 'test/support/reporter.ts'), '--test-reporter-destination', 'stdout'],
  ]
  return new Promise((resolve) => {
    const child = spawn(node, [...parameters, ...files], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...options.environment },
    })
    child.on('error', () => resolve(false))
    child.on('close', (code) => resolve(code === 0))
  })
}

function shorten(text: string): string {
  const lines = text.split('\n')
  if (lines.length <= mostLinesShown) return text
  return [...lines.slice(0, mostLinesShown), `... and ${lines.length - mostLinesShown} lines more`].join('\n')
}

/** Does the steps at the same time and prints each as it ends; true when none found a fault. */
export async function runSteps(steps: readonly Step[]): Promise<boolean> {
  const results = await Promise.all(
    steps.map(async (step) => {
      const started = performance.now()
      const fault = await step.run().catch((error: unknown) => String(error))
      const time = ((performance.now() - started) / 1000).toFixed(1)
      console.log(`${fault === null ? '✔' : '✖'} ${step.name} (${time} s)`)
      if (fault !== null) console.log(shorten(fault).replace(/^/gm, '    '))
      return fault === null
    }),
  )
  return results.every(Boolean)
}
