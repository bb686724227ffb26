/** node sandbox/main.ts --books DIR --port 0 [--month YYYY-MM] [--seed N] [--people 60] [--hub URL --hub-secret S] */
import { parseArgs } from 'node:util'
import { Books } from './books/open.ts'
import { previousMonth } from './calendar.ts'
import { foundFirm } from './firm/found.ts'
import { controlKey, startServer } from './server.ts'
import { noteServing, stopPredecessor } from './take-over.ts'
import type { Hub } from './webhooks.ts'
import { makeWorld } from './world.ts'

const now = (): Date => new Date()

function settings() {
  const { values } = parseArgs({
    options: {
      books: { type: 'string' },
      port: { type: 'string', default: '0' },
      month: { type: 'string' },
      seed: { type: 'string', default: '1' },
      people: { type: 'string', default: '60' },
      hub: { type: 'string' },
      'hub-secret': { type: 'string' },
    },
  })
  const month = values.month ?? previousMonth(now().toISOString().slice(0, 7))
  const faults = [
    values.books === undefined && '--books names the directory of the books',
    !/^\d{4}-(0[1-9]|1[0-2])$/.test(month) && '--month is a month, YYYY-MM',
    !/^\d{1,5}$/.test(values.port) && '--port is a number, 0 for a free one',
    !/^\d{1,9}$/.test(values.seed) && '--seed is a whole number',
    !(Number(values.people) >= 20 && Number(values.people) <= 900) && '--people is a number from 20 to 900',
    (values.hub === undefined) !== (values['hub-secret'] === undefined) &&
      '--hub and --hub-secret go together',
  ].filter((fault) => fault !== false)
  if (faults.length > 0) {
    process.stderr.write(`${faults.join('\n')}\n`)
    process.exit(2)
  }
  const hub: Hub | null = values.hub === undefined ? null : { url: values.hub, secret: values['hub-secret']! }
  const founding = { month, seed: Number(values.seed), people: Number(values.people) }
  return { directory: values.books!, port: Number(values.port), founding, hub }
}

const { directory, port, founding, hub } = settings()
const books = new Books(directory)
await stopPredecessor(books, controlKey, () => now().getTime())
const founded = foundFirm(books, founding)
const world = makeWorld(books, now, hub)
const { server, url } = await startServer(world, port)
noteServing(books, url)

function stop(): void {
  world.stop()
  server.close(() => {
    books.close()
    process.exit(0)
  })
  server.closeAllConnections()
}
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
process.stdout.write(`${JSON.stringify({ url, pid: process.pid, ...founded })}\n`)
