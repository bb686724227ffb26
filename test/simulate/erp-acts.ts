/** What people do in the ERP and to the master data, and what the network and the ERP are like. */
import { documentsOfReference, type BookDocument } from '../../sandbox/books/documents.ts'
import { clearFaults, faultNames, plantFault, writeKinds } from '../../sandbox/books/switches.ts'
import type { Life } from './life.ts'
import { calm } from './wire.ts'

const monthsOpen = ['2026-09', '2026-10', '2026-11', '2026-12', '2027-01'] as const
const entityCodes = ['DE', 'UK'] as const

export function period(life: Life): string {
  const { random } = life
  const [company, month] = [random.pick(entityCodes), random.pick(monthsOpen)]
  const status = random.chance(45) ? 'closed' : 'open'
  life.firm.act('set-period', { company, month, status })
  return `${company}/${month} ${status}`
}

export function rate(life: Life): string {
  const { random } = life
  const id = `R-${1 + random.whole(4)}`
  const amount = `${80 + random.whole(90)}.${random.pick(['00', '50', '33', '99'])}`
  life.firm.act('end-rate', { id, amount })
  return `${id} ${amount}`
}

export function client(life: Life): string {
  const { random } = life
  const id = random.pick(['C-A', 'C-B', 'C-C'])
  const on_hold = random.chance(35)
  life.firm.act('set-client', { id, on_hold })
  return `${id} ${on_hold ? 'on hold' : 'free'}`
}

export function openEverything(life: Life): void {
  for (const company of entityCodes)
    for (const month of ['2026-08', ...monthsOpen, '2027-02'])
      life.firm.act('set-period', { company, month, status: 'open' })
  for (const id of ['C-A', 'C-B', 'C-C']) life.firm.act('set-client', { id, on_hold: false })
}

/** `executed_twice` makes two drafts where the ERP knows no key: no care of ours prevents that. */
export function plantErpFault(life: Life): string {
  const { random } = life
  const kind = random.pick(writeKinds.filter((one) => one !== 'entry.write'))
  const fault = random.pick(
    faultNames.filter((one) => one !== 'executed_twice' || kind !== 'document.create'),
  )
  const count = 1 + random.whole(3)
  plantFault(life.firm.books, { kind, fault, count, delayMs: 5000 })
  return `${kind} ${fault} x${count}`
}

export function changeWeather(life: Life): string {
  const { random } = life
  const at = () => random.pick([0, 0, 10, 60])
  const bad = random.chance(60)
  life.wire.weather = bad
    ? {
        ...{ refused: at(), limited: at(), broken: at(), replyLost: at() },
        ...{ lies: random.pick([0, 0, 100]), miscounts: random.pick([0, 0, 200]) },
      }
    : { ...calm }
  return bad ? JSON.stringify(life.wire.weather) : 'calm'
}

export function endFaults(life: Life): void {
  life.wire.weather = { ...calm }
  clearFaults(life.firm.books)
}

function someDocument(life: Life, states: readonly string[]): BookDocument | null {
  const rows = life.firm.books
    .all('select reference, state from document order by id')
    .filter((row) => states.includes(String(row.state)))
  if (rows.length === 0) return null
  return documentsOfReference(life.firm.books, String(life.random.pick(rows).reference))[0] ?? null
}

export function editDraft(life: Life): string {
  const found = someDocument(life, ['draft'])
  if (found === null || life.handled.has(found.reference)) return 'nothing'
  const line = found.lines[0]
  if (line === undefined) return 'nothing'
  life.firm.act('edit-draft', { id: String(found.id), description: `${line.description} (edited)` })
  life.handled.set(found.reference, 'edited')
  return found.reference.slice(-6)
}

export function deleteDraft(life: Life): string {
  const found = someDocument(life, ['draft'])
  if (found === null) return 'nothing'
  life.firm.act('delete-draft', { id: String(found.id) })
  life.handled.set(found.reference, 'deleted')
  return found.reference.slice(-6)
}

export function cancelIssued(life: Life): string {
  const found = someDocument(life, ['posted'])
  if (found === null) return 'nothing'
  life.firm.act('cancel-document', { id: String(found.id) })
  life.handled.set(found.reference, 'cancelled')
  return found.reference.slice(-6)
}
