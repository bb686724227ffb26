/** The conformance kit against the real systems. */
import { redmine } from '../../src/connectors/redmine/connector.ts'
import { tryton } from '../../src/connectors/tryton/connector.ts'
import { conformance } from '../conformance/kit.ts'
import { redmineWorld } from '../conformance/redmine-world.ts'
import { trytonWorld } from '../conformance/tryton-world.ts'
import { up } from './systems.ts'

/** References stay behind in the books of a system that runs on. */
const runId = Date.now().toString(36)
const stop = async () => undefined

conformance(
  redmine,
  {
    name: 'the real Redmine',
    async start() {
      const { redmine: at, month } = await up()
      const settings = { company: 'ACME-DE', clientField: 'Customer code', workerCode: 'field:Employee code' }
      return redmineWorld({ ...at, month, project: 'ware-rollout', login: 'tilda.brandvik', settings, stop })
    },
  },
  runId,
)

conformance(
  tryton,
  {
    name: 'the real Tryton',
    async start() {
      const { tryton: at } = await up()
      return trytonWorld({
        ...at,
        company: 'ACME-UK',
        currency: 'GBP',
        client: 'CLI-1003',
        inactiveClient: 'CLI-1099',
        worker: 'E-201',
        project: 'claims-portal',
        tax: { code: 'ACME-UK/VAT GBP', percent: 20n },
        stop,
      })
    },
  },
  runId,
)
