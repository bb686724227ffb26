import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findTableFaults, readTables, tableNamesIn } from './tables.ts'

const migration = `-- owner: log
create table events (
  cell smallint not null,
  position bigint not null
);

-- Why.
-- owner: billing
create table runs (
  cell smallint not null
);
`
const { tables } = readTables([{ path: 'migrations/0002-a/up.sql', text: migration }])

function check(path: string, text: string): string {
  return findTableFaults([{ path, text }], tables).join('\n')
}

test('tables are read with their owner, and one without an owner is a fault', () => {
  assert.deepEqual(
    tables.map((table) => [table.name, table.owner, table.hasCell]),
    [
      ['events', 'log', true],
      ['runs', 'billing', true],
    ],
  )
  const bare = readTables([{ path: 'm', text: 'create table lost (\n  i int\n);\n' }])
  assert.match(bare.faults.join(), /lost.*is not `-- owner/)
  const odd = readTables([{ path: 'm', text: '-- owner: log\ncreate table odd (i int);\n' }])
  assert.equal(odd.faults.length, 1)
})

test("another folder's table is caught wherever SQL may name it", () => {
  for (const sql of [
    'select 1 from events where cell = $1',
    'select 1\n from runs r\n join events e using (cell)',
    'select 1 from runs r, events e where r.cell = $1 and e.cell = $1',
    'insert into events (cell) values ($1)',
    'update events set position = 1 where cell = $1',
    'delete from events where cell = $1',
    'select (select max(position) from events where cell = $1) from runs where cell = $1',
    'lock table events',
  ]) {
    assert.match(check('src/billing/a.ts', `const a = \`${sql}\``), /names events, a table of src\/log/, sql)
    assert.doesNotMatch(check('src/log/a.ts', `const a = \`${sql}\``), /names events/, sql)
  }
})

test('words in prose, columns and comments are no tables', () => {
  for (const text of [
    `const message = 'It was taken from events of the day.'`,
    '// select 1 from events where cell = $1',
    'const a = `select events from runs where cell = $1`',
  ]) {
    assert.equal(check('src/billing/a.ts', text), '', text)
  }
})

test('a statement that leaves out the cell for a table is caught', () => {
  const bad = 'const a = `select 1 from runs r join runs s on r.id = s.id where r.cell = $1`'
  assert.match(check('src/billing/a.ts', bad), /a\.ts:1: a statement does not name the cell/)
  assert.match(
    check('src/billing/a.ts', 'const a = `delete from runs where id = $1`'),
    /does not name the cell/,
  )
  const good = 'const a = `select 1 from runs r join runs s using (cell, id) where cell = $1`'
  assert.equal(check('src/billing/a.ts', good), '')
})

test('a clock or an id of the database is caught', () => {
  const text = 'const a = `update runs set at = now() where cell = $1`'
  assert.match(check('src/billing/a.ts', text), /now\(\) in SQL/)
})

test('names are found after every keyword that takes a table', () => {
  assert.deepEqual(tableNamesIn('select 1 from a x, only b where c = 1'), ['b', 'a', 'b'])
})
