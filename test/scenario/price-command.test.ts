/** `hourbridge price` as a person runs it. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

const root = join(import.meta.dirname, '..', '..')
const home = mkdtempSync(join(tmpdir(), 'hourbridge-price-'))
after(() => rmSync(home, { recursive: true }))

function price(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'bin', 'hourbridge.js'), 'price', ...words],
    {
      encoding: 'utf8',
      env: { PATH: process.env.PATH },
    },
  )
  return { status, stdout, stderr }
}

function file(name: string, text: string): string {
  const path = join(home, name)
  writeFileSync(path, text)
  return path
}

const scenario = `
scenario: 1
title: Two hours
rates: [{ id: r, level: default, currency: EUR, amount: 100.10 }]
contracts: [{ id: K, currency: EUR, lines: [{ id: labor }] }]
work: [{ id: E, on: 2026-05-04, hours: 2 }]
`

test('a file is priced without a database, as tables and as JSON', () => {
  const path = file('good.yaml', scenario)
  const table = price(path)
  assert.equal(table.status, 0, table.stderr)
  assert.match(table.stdout, /2026-05-04 +E +2 h +2 h x 100\.1 +200\.20 EUR +priced/)
  const { work, documents } = JSON.parse(price(path, '--json').stdout)
  assert.equal(work[0].amount, '200.20')
  assert.equal(documents[0].total, '200.20')
  assert.match(price(path, '--why').stdout, /Why E\n.*\n? *The bill rate is 100\.1 EUR an hour/)
})

test('every fault of a file is told at once, with its path and a remedy, and nothing is priced', () => {
  const faulty = scenario.replace('hours: 2', 'hours: two, day: x').replace('currency: EUR, lines', 'lines')
  const { status, stdout, stderr } = price(file('bad.yaml', faulty))
  assert.equal(status, 1)
  assert.equal(stdout, '')
  assert.match(stderr, /\/contracts\/0\/currency: is missing\. Correct it/)
  assert.match(stderr, /\/work\/0\/hours: must be a plain decimal/)
  assert.match(
    stderr,
    /\/work\/0\/day: is not a field here; known are .*\. Take it out, or correct its name\./,
  )
})

test('what is neither YAML nor JSON is told with its line, and a missing file by its name', () => {
  const broken = price(file('broken.yaml', 'scenario: 1\ntitle: [unclosed'))
  assert.equal(broken.status, 1)
  assert.match(broken.stderr, /line \d+, column \d+: .*Write the file in JSON or in YAML 1\.2/)
  const missing = price(join(home, 'nowhere.yaml'))
  assert.equal(missing.status, 1)
  assert.match(missing.stderr, /nowhere\.yaml cannot be read: ENOENT/)
})

test('a scenario that contradicts itself is told where', () => {
  const twice = scenario.replace('contracts:', 'clients: [{ id: ACME }, { id: ACME }]\ncontracts:')
  const { status, stderr } = price(file('twice.yaml', twice))
  assert.equal(status, 1)
  assert.match(stderr, /\/clients\/1\/id: ACME stands here twice\. Give each its own id, or take one out\./)
})

test('an answer that is not the expected one ends with 3 and names both', () => {
  const path = file('expects.yaml', `${scenario}expect: [{ at: documents/0/total, is: 200 }]\n`)
  const { status, stdout } = price(path)
  assert.equal(status, 3)
  assert.match(stdout, /documents\/0\/total is 200\.20, expected 200/)
})

test('another file says what a changed rate would do, and writes nothing', () => {
  const path = file('base.yaml', scenario)
  const other = file(
    'raise.yaml',
    'scenario: 1\ntitle: A raise\nasOf: 2026-05-31\nrates: [{ id: r, level: default, currency: EUR, amount: 110 }]\n',
  )
  const { status, stdout, stderr } = price(path, '--against', other)
  assert.equal(status, 0, stderr)
  assert.match(stdout, /to bill +200\.20 EUR +220\.00 EUR +19\.80 EUR/)
})

test('a day or a position that is none is refused', () => {
  const path = file('again.yaml', scenario)
  assert.equal(price(path, '--as-of', 'yesterday').status, 2)
  assert.equal(price(path, '--known-at', '-1').status, 2)
})
