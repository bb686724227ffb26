import { tryton } from '../../src/connectors/tryton/connector.ts'
import { redmine } from '../../src/connectors/redmine/connector.ts'
import { conformance } from '../conformance/kit.ts'
import { realRedmine } from '../conformance/redmine-real.ts'
import { realTryton } from '../conformance/tryton-real.ts'
import { up } from './systems.ts'

const runId = Date.now().toString(36)
const systems = () => up()

conformance(redmine, realRedmine(systems), runId)
conformance(tryton, realTryton(systems), runId)
