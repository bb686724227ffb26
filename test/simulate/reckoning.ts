/** The end of a seed: faults stop, people clear up, everything comes to rest, and the books are held against the truth. */
import { rounded, exact, times, spell } from '../../sandbox/exact.ts'
import { allDocuments, documentsOfReference } from '../../sandbox/books/documents.ts'
import { allCosts } from '../../sandbox/books/costs.ts'
import { costKey } from '../../src/posting/cost-claim.ts'
import { reevaluateAll } from '../../src/charging/reevaluate.ts'
import { checkAll, checkInLog } from './checks.ts'
import { endFaults, openEverything } from './erp-acts.ts'
import { ceiling, entities, fees, instalments, people, prepaid, projects } from './firm.ts'
import { spendings } from './spending-truth.ts'
import { newProgram, type Life } from './life.ts'
import { decide, discardOne, documentsOf, dropOne, read, releaseOne, run } from './office-acts.ts'
import { cell, type Program } from './program.ts'
import { everything } from './runner-acts.ts'
import { speakPlainly } from './source-acts.ts'

const mostPasses = 40
const passMs = 40_000
const leaseMs = 200_000
const endOfTime = '2027-02-28'

export async function reckon(life: Life): Promise<void> {
  const program = await comeToRest(life)
  await checkAll(life)
  for (const one of life.acknowledged) await checkInLog(life, one)
  await nothingOpen(life)
  const worth = await works(life)
  await books(life, worth)
  await lookedAgain(life, program)
}

async function comeToRest(life: Life): Promise<Program> {
  endFaults(life)
  openEverything(life)
  restoreDrafts(life)
  for (const one of life.programs) one.self.dead = true
  life.programs = []
  await life.time.pass(leaseMs)
  const program = await newProgram(life)
  await speakPlainly(life, program)
  for (let pass = 0, quiet = 0; quiet < 2; pass += 1) {
    if (pass === mostPasses) {
      life.findings.push(`no rest after ${mostPasses} passes`)
      break
    }
    await life.time.pass(passMs * (1 + (pass % 4) * 5))
    const done = await everything(life, program)
    const decided = await decide(life, program, true)
    const started = await run(life, program, endOfTime)
    const freed = await releaseAll(life, program)
    life.trace.push(`rest ${pass}: ${done} done, ${decided}, ${started}, ${freed} freed`)
    const idle = done === 0 && decided === 'nothing' && started.endsWith(' 0 documents') && freed === 0
    quiet = idle ? quiet + 1 : 0
  }
  return program
}

async function releaseAll(life: Life, program: Program): Promise<number> {
  let acted = 0
  life.read.clear()
  await read(life, program)
  for (const one of await documentsOf(program)) {
    // A draft that is not what was read back is not taken away by the product: whoever changed it does that, and it is
    // not over before the product has seen it.
    if (one.status === 'discard_requested' && one.blocked === 'ERP_DOCUMENT_CHANGED') {
      takeAway(life, one.reference)
      acted += 1
    }
    const open = ['planned', 'drafted', 'release_requested'].includes(one.status)
    // What somebody took away in the ERP is taken back here, and billed anew.
    if (one.blocked === 'ERP_DOCUMENT_VANISHED' && open && one.sending !== null) {
      await dropOne(program, one.documentId)
      acted += 1
    } else if (one.blocked !== null && open && one.sending === null) {
      if (one.kind === 'credit' && one.blocked === 'ERP_REJECTED') reinstate(life, one.correctsDocument)
      await discardOne(life, program, one)
      acted += 1
    } else if (one.status === 'drafted' && one.sending === null && one.sentVersion === one.version) {
      await releaseOne(life, program, one.documentId)
      acted += 1
    }
  }
  return acted
}

function takeAway(life: Life, reference: string): void {
  const drafts = documentsOfReference(life.firm.books, reference).filter((one) => one.state === 'draft')
  for (const { id } of drafts) life.firm.act('delete-draft', { id: String(id) })
}

/** The ERP takes no credit of an invoice that somebody cancelled there: that one is put back before it is corrected. */
function reinstate(life: Life, documentId: string | null): void {
  const { books } = life.firm
  for (const [reference, what] of life.handled) {
    if (what !== 'cancelled' || documentId === null || !reference.endsWith(documentId)) continue
    books.run("update document set state = 'posted' where reference = ? and state = 'cancelled'", reference)
    // The books were read back while it was gone.
    life.handled.set(reference, 'reinstated')
  }
}

function restoreDrafts(life: Life): void {
  for (const document of allDocuments(life.firm.books)) {
    if (life.handled.get(document.reference) !== 'edited' || document.state !== 'draft') continue
    const line = document.lines[0]
    if (line === undefined) continue
    const description = line.description.replace(' (edited)', '')
    life.firm.act('edit-draft', { id: String(document.id), description })
    life.handled.delete(document.reference)
  }
}

async function nothingOpen(life: Life): Promise<void> {
  const { rows } = await life.store.query<{ what: string; n: number }>(
    `select 'cost ' || cost_bucket as what, count(*)::int as n from works
       where cell = $1 and cost_bucket not in ('accepted', 'reversed', 'none') group by 1
     union all select 'bill ' || bill_bucket, count(*)::int from works
       where cell = $1 and bill_bucket in ('held', 'draft', 'in_flight', 'in_doubt') group by 1
     union all select 'charge ' || state, count(*)::int from charges
       where cell = $1 and state in ('pending', 'proposed', 'draft', 'in_flight', 'in_doubt') group by 1
     union all select 'document ' || status || ' ' || coalesce(blocked, ''), count(*)::int from documents
       where cell = $1 and (status not in ('issued', 'discarded')) group by 1
     union all select 'batch ' || state, count(*)::int from cost_batches
       where cell = $1 and state in ('claimed', 'sent', 'in_doubt') group by 1`,
    [cell],
  )
  for (const row of rows) life.findings.push(`rest: ${row.n} ${row.what}`)
}

type Truth = {
  readonly connectionId: string
  readonly sourceId: string
  readonly worker: string
  readonly project: string
  readonly workOn: string
  readonly hours: string
  readonly billable: boolean
  readonly approved: boolean
}

/** What the sources say at last. */
function truths(life: Life): Truth[] {
  const pulled = life.firm.books.all('select * from entry where deleted = 0 order by no').map(
    (row): Truth => ({
      ...{ connectionId: 'firm', sourceId: String(row.id), worker: String(row.worker) },
      ...{ project: String(row.project), workOn: String(row.work_on), hours: String(row.hours) },
      ...{ billable: row.billable === 1, approved: row.state === 'approved' },
    }),
  )
  const sent = [...life.direct.values()]
    .filter((one) => !one.deleted)
    .map((one): Truth => ({ ...one, connectionId: 'api', approved: one.approvedAt !== null }))
  return [...pulled, ...sent]
}

/** In cents, by arithmetic of the simulated systems. */
function worthOf(life: Life, one: Truth): bigint {
  const project = projects.find((each) => each.code === one.project)!
  if (!one.approved || !one.billable || !['time_and_materials', 'composed'].includes(project.billing))
    return 0n
  const { category } = people.find((each) => each.code === one.worker)!
  const { currency } = entities.find((each) => each.code === project.entity)!
  const rates = life.firm.books
    .all(`select body from record where kind = 'rate' order by no`)
    .map(
      (row) => JSON.parse(String(row.body)) as { labor_category: string; currency: string; amount: string },
    )
  const rate = rates.find((each) => each.labor_category === category && each.currency === currency)!
  const amount = rounded(times(exact(billed(one.hours, project.increment)), exact(rate.amount)), 2)
  return amount.units
}

function billed(hours: string, increment: string | null): string {
  if (increment === null) return hours
  const [worked, stepOf] = [exact(hours), exact(increment)]
  const scale = Math.max(worked.scale, stepOf.scale)
  const units = worked.units * 10n ** BigInt(scale - worked.scale)
  const step = stepOf.units * 10n ** BigInt(scale - stepOf.scale)
  return spell({ units: ((units + step - 1n) / step) * step, scale })
}

type Worth = Map<string, bigint>
const add = (sum: Worth, currency: string, minor: bigint) =>
  sum.set(currency, (sum.get(currency) ?? 0n) + minor)

/** Every approved entry is one work, charged what it is worth, and one cost record of its hours. */
async function works(life: Life): Promise<Worth> {
  const { rows } = await life.store.query<{
    key: string
    work: string
    approval: string
    charged: bigint
    parked: bigint
    drawn: string
    beyond: string
  }>(
    `select w.connection_id || '/' || w.source_id as key, w.work_id::text as work, w.approval,
       coalesce((select sum(c.amount_minor) from charges c where c.cell = $1 and c.work_id = w.work_id
         and c.state <> 'included'), 0)::bigint as charged,
       coalesce((select sum(c.amount_minor) from charges c where c.cell = $1 and c.work_id = w.work_id
         and c.state = 'parked'), 0)::bigint as parked,
       coalesce((select sum(c.hours) from charges c where c.cell = $1 and c.work_id = w.work_id
         and c.state = 'included'), 0)::text as drawn,
       coalesce((select sum(c.hours) from charges c where c.cell = $1 and c.work_id = w.work_id
         and c.state <> 'included'), 0)::text as beyond
     from works w where w.cell = $1 and w.kind = 'time_entry'`,
    [cell],
  )
  const found = new Map(rows.map((row) => [row.key, row]))
  const sum: Worth = new Map()
  const expected = new Map<string, string>()
  const capped = { worth: 0n, parked: 0n }
  const drawn: Drawn[] = []
  for (const one of truths(life)) {
    const key = `${one.connectionId}/${one.sourceId}`
    const row = found.get(key)
    const worth = worthOf(life, one)
    if (row === undefined) {
      life.findings.push(`P1 ${key} is no work`)
      continue
    }
    found.delete(key)
    if ((row.approval === 'approved') !== one.approved)
      life.findings.push(`truth: ${key} is ${row.approval}, the source says ${one.approved}`)
    if (one.approved) expected.set(row.work, `${one.worker} ${one.project} ${one.workOn} ${one.hours}`)
    if (one.project === prepaid.project) {
      drawn.push({ ...row, month: one.workOn.slice(0, 7), worked: worth === 0n ? '0' : one.hours })
      continue
    }
    if (row.charged !== worth) life.findings.push(`truth: ${key} is charged ${row.charged}, worth ${worth}`)
    const { entity, billing } = projects.find((each) => each.code === one.project)!
    if (billing === 'composed') {
      capped.worth += worth
      capped.parked += row.parked
    } else {
      add(sum, entities.find((each) => each.code === entity)!.currency, worth)
      if (row.parked !== 0n)
        life.findings.push(`truth: ${key} has no ceiling, and ${row.parked} of it is parked`)
    }
  }
  for (const row of found.values()) {
    if (row.approval === 'approved') life.findings.push(`truth: ${row.key} is approved and at no source`)
    if (row.charged !== 0n) life.findings.push(`truth: ${row.key} is charged ${row.charged}, and is gone`)
  }
  costs(life, expected)
  for (const one of instalments) add(sum, 'EUR', exact(one.amount).units)
  add(sum, 'EUR', underCeiling(life, capped))
  add(sum, 'EUR', await spendings(life))
  add(sum, 'EUR', boughtAhead(life, drawn))
  return sum
}

/** What is billed under the ceiling is what fits, whichever of it came first; what falls due beside it comes on top. */
function underCeiling(life: Life, { worth, parked }: { worth: bigint; parked: bigint }): bigint {
  const room = exact(ceiling).units
  const fits = worth < room ? worth : room
  if (worth - parked !== fits)
    life.findings.push(`truth: of ${worth} under a ceiling of ${room} there are ${parked} parked`)
  const today = life.time.now().toISOString().slice(0, 10)
  const due = fees.filter((one) => one.on <= today).map((one) => exact(one.amount).units)
  return due.reduce((total, amount) => total + amount, fits)
}

type Drawn = {
  readonly key: string
  readonly charged: bigint
  readonly parked: bigint
  readonly drawn: string
  readonly beyond: string
  readonly month: string
  readonly worked: string
}

/** In hundredths of an hour, of which every hour here has whole ones. */
const hundredths = (hours: string): bigint => rounded(exact(hours), 2).units

/**
 * Every hour is drawn from what was bought for its month, or has the price of an hour beyond it; what is invoiced beyond
 * it stays so when earlier work goes, so that it may be more than what is over.
 */
function boughtAhead(life: Life, works: readonly Drawn[]): bigint {
  const say = (what: string) => life.findings.push(`truth: ${what}`)
  const months = new Map<string, { worked: bigint; drawn: bigint }>()
  let billed = 0n
  for (const { key, charged, parked, drawn, beyond, month, worked } of works) {
    const [has, own, over] = [hundredths(worked), hundredths(drawn), hundredths(beyond)]
    if (own + over !== has || own < 0n || over < 0n)
      say(`${key} has ${worked} hours, ${drawn} are drawn and ${beyond} beyond`)
    if (charged * 100n !== over * exact(prepaid.overage).units || parked !== 0n)
      say(`${key} is charged ${charged} for ${beyond} hours beyond what was bought`)
    billed += charged
    const sum = months.get(month) ?? { worked: 0n, drawn: 0n }
    months.set(month, { worked: sum.worked + has, drawn: sum.drawn + own })
  }
  for (const [month, { worked, drawn }] of months)
    if (drawn > hundredths(prepaid.hours)) say(`${drawn} of ${worked} hundredths are drawn in ${month}`)
  return billed
}

function costs(life: Life, expected: Map<string, string>): void {
  const wanted = new Map(expected)
  const keys = new Map([...expected.keys()].map((id) => [costKey(life.installation, id), id]))
  for (const cost of allCosts(life.firm.books)) {
    const work = keys.get(cost.key)
    const is = `${cost.worker} ${cost.project} ${cost.workOn} ${cost.hours}`
    if (work === undefined) {
      life.findings.push(`P2 the ERP holds cost ${cost.key} (${is}) of no approved work`)
      continue
    }
    if (wanted.get(work) !== is)
      life.findings.push(`truth: the ERP's cost of ${work} is ${is}, not ${wanted.get(work)}`)
    wanted.delete(work)
  }
  for (const [work, is] of wanted) life.findings.push(`P1 the ERP holds no cost of ${work} (${is})`)
}

/** What the ERP has issued adds up to the cent to what the work is worth; what somebody cancelled is told. */
async function books(life: Life, worth: Worth): Promise<void> {
  const { rows } = await life.store.query<{ reference: string; currency: string; net: bigint }>(
    `select reference, currency, net_minor as net from documents where cell = $1 and status = 'issued'`,
    [cell],
  )
  const issued: Worth = new Map()
  const there = Map.groupBy(allDocuments(life.firm.books), (one) => one.reference)
  for (const row of rows) {
    const found = there.get(row.reference) ?? []
    there.delete(row.reference)
    const live = found.filter((one) => one.state === 'posted')
    const cancelled = life.handled.get(row.reference) === 'cancelled'
    if (live.length !== (cancelled ? 0 : 1))
      life.findings.push(`P2 ${row.reference} is issued, the ERP has ${live.length} of it`)
    const net = live[0] === undefined ? row.net : exact(live[0].net).units
    if (net !== row.net) life.findings.push(`truth: ${row.reference} is ${row.net}, the ERP has ${net}`)
    add(issued, row.currency, net)
  }
  for (const [reference, found] of there)
    if (found.some((one) => one.state !== 'cancelled'))
      life.findings.push(`P2 the ERP holds ${reference}, which is not issued here`)
  const waiting = await life.store.query<{ currency: string; net: bigint }>(
    `select currency, sum(amount_minor)::bigint as net from charges where cell = $1 and state = 'priced' group by 1`,
    [cell],
  )
  for (const row of waiting.rows) add(issued, row.currency, row.net)
  for (const currency of new Set([...worth.keys(), ...issued.keys()])) {
    const [is, should] = [issued.get(currency) ?? 0n, worth.get(currency) ?? 0n]
    if (is !== should) life.findings.push(`truth: ${is} ${currency} is issued, the work is worth ${should}`)
  }
}

/** P3: the same knowledge and the same engine find nothing to change. */
async function lookedAgain(life: Life, program: Program): Promise<void> {
  const stand = async () => {
    const { rows } = await life.store.query<{ what: string }>(
      `select concat_ws(' ', w.work_id, w.source_id, w.approval, w.cost_bucket, w.pay_bucket, w.bill_bucket, w.bill_minor,
         (select count(*) from charges c where c.cell = $1 and c.work_id = w.work_id)) as what
       from works w where w.cell = $1 order by w.work_id`,
      [cell],
    )
    return rows.map((row) => row.what)
  }
  const before = await stand()
  await reevaluateAll(program.hub.charging)
  await everything(life, program)
  const after = await stand()
  for (const [i, was] of before.entries())
    if (was !== after[i]) life.findings.push(`P3 looked at again, ${was} became ${after[i]}`)
}
