/** The kit against the sandbox's wire fronts. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Books } from '../../sandbox/books/open.ts'
import { putRecord, recordsOf, requireRecord } from '../../sandbox/books/records.ts'
import { changeSwitches } from '../../sandbox/books/switches.ts'
import { foundFirm } from '../../sandbox/firm/found.ts'
import { redmineKeys } from '../../sandbox/redmine/serve.ts'
import { startServer } from '../../sandbox/server.ts'
import { trytonAccounts } from '../../sandbox/tryton/sessions.ts'
import { makeWorld } from '../../sandbox/world.ts'
import { redmine } from '../../src/connectors/redmine/connector.ts'
import { tryton } from '../../src/connectors/tryton/connector.ts'
import { conformance } from './kit.ts'
import { redmineWorld } from './redmine-world.ts'
import { trytonWorld } from './tryton-world.ts'

const month = '2026-10'
const now = () => new Date()

async function sandbox() {
  const directory = mkdtempSync(join(tmpdir(), 'hourbridge-conformance-'))
  const books = new Books(directory)
  foundFirm(books, { month, seed: 1, people: 20 })
  changeSwitches(books, { autoTrouble: 'off' })
  const world = makeWorld(books, now, null)
  const { server, url } = await startServer(world, 0)
  const stop = async () => {
    world.stop()
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
    books.close()
    rmSync(directory, { recursive: true })
  }
  return { books, url, stop }
}

function account(login: 'admin' | 'integration') {
  return { login, password: trytonAccounts[login].password }
}

const front = 'the wire front'

conformance(
  redmine,
  {
    name: front,
    async start() {
      const { books, url, stop } = await sandbox()
      const [person] = recordsOf(books, 'person')
      return redmineWorld({
        url: `${url}/redmine`,
        hubKey: redmineKeys.hub,
        adminKey: redmineKeys.admin,
        month,
        project: 'p-001',
        login: String(person!.body.name).toLowerCase().replaceAll(' ', '.'),
        settings: {
          companyField: 'Company code',
          clientField: 'Customer code',
          workerCode: 'field:Employee code',
        },
        stop,
      })
    },
  },
  'front',
)

conformance(
  tryton,
  {
    name: front,
    async start() {
      const { books, url, stop } = await sandbox()
      const people = recordsOf(books, 'person').filter((each) => each.body.legal_entity === 'HRU')
      const projects = recordsOf(books, 'project').filter((each) => each.body.legal_entity === 'HRU')
      const project = projects.find((each) => each.body.client !== null && each.body.status === 'open')!
      const clients = recordsOf(books, 'client')
      const inactive = requireRecord(books, 'client', clients.at(-1)!.code, 'client')
      putRecord(books, 'client', inactive.code, { ...inactive.body, active: false }, now().toISOString())
      return trytonWorld({
        url: `${url}/tryton/tryton/`,
        integration: account('integration'),
        admin: account('admin'),
        company: 'HRU',
        currency: 'GBP',
        client: clients[0]!.code,
        inactiveClient: inactive.code,
        worker: people[0]!.code,
        project: project.code,
        tax: { code: 'GB-20', percent: 20n },
        stop,
      })
    },
  },
  'front',
)
