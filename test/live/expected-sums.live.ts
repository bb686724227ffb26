import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { expectedSums, pricedEntries, rateTable } from './expected-sums.ts'
import { sql } from './postgres.ts'
import { type LiveSystems, reset } from './systems.ts'

/** The same sums by other means: Redmine's own tables, PostgreSQL's arithmetic, precedence as a sort order. */
const recountText = `
with fields as (
  select v.customized_type, v.customized_id, f.name, v.value
  from custom_values v join custom_fields f on f.id = v.custom_field_id
), contract as (
  select * from json_to_recordset($1) as c(project text, company text, currency text, kind text)
), rate as (
  select * from json_to_recordset($2) as r(
    id text, currency text, person text, role text, project text, client text, rate numeric, "from" date, until date)
), work as (
  select t.id, p.identifier as project, t.spent_on, t.hours as exact_hours,
    case when $3 then round(t.hours::numeric, 2) else t.hours::numeric end as hours,
    nullif((select value from fields where name = 'Customer code' and customized_id = p.id
      and customized_type = 'Project'), '') as client,
    (select value from fields where name = 'Employee code' and customized_id = t.user_id) as person,
    (select value from fields where name = 'Labor category' and customized_id = t.user_id) as role
  from time_entries t join projects p on p.id = t.project_id
  where exists (select 1 from fields where name = 'approved' and value = '1' and customized_id = t.id
    and customized_type = 'TimeEntry')
), priced as (
  select w.*, c.company, c.currency, c.kind, (
    select r.rate from rate r
    where r.currency = c.currency and r."from" <= w.spent_on and (r.until is null or w.spent_on < r.until)
      and coalesce(r.person, w.person) = w.person and coalesce(r.role, w.role) = w.role
      and coalesce(r.project, w.project) = w.project
      and (r.client is null or r.client = w.client)
    order by r.person is null, r.role is null, r.project is null, r.client is null
    limit 1) as rate
  from work w join contract c on c.project = w.project
)
select company, client, currency, count(*)::int as entries, sum(hours)::numeric(12, 2)::text as "costHours",
  sum(case when kind = 'time_and_materials' then round(hours * rate, 2) else 0 end)::numeric(12, 2)::text
    as "billAmount"
from priced group by company, client, currency order by company, client nulls first, currency`

let systems: LiveSystems

before(async () => {
  systems = await reset()
})

function recount(roundedHours: boolean) {
  const { contracts, rates } = rateTable(systems.month)
  const values = [JSON.stringify(contracts), JSON.stringify(rates), roundedHours]
  return sql(systems.redmine.postgresPort, 'redmine', recountText, values)
}

const source = () => ({ url: systems.redmine.url, apiKey: systems.redmine.hubKey })

test('the expected sums equal a recount in SQL over the tables of Redmine', async () => {
  const expected = await expectedSums(source(), systems.month)
  assert.deepEqual(expected, await recount(true))
  assert.equal(
    expected.reduce((count, sum) => count + sum.entries, 0),
    130,
  )
})

test('hours with more digits than Redmine shows would be noticed', async () => {
  assert.notDeepEqual(await expectedSums(source(), systems.month), await recount(false))
})

test('every rate of the table prices at least one entry, and some entry has no rate', async () => {
  const used = new Set((await pricedEntries(source(), systems.month)).map((entry) => entry.rate))
  assert.ok(used.has(null))
  assert.deepEqual(
    rateTable(systems.month).rates.filter((rate) => !used.has(rate.id)),
    [],
  )
})
