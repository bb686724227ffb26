/** The control side: switches, faults, and what the firm's people do. */
import { changeSwitches, clearFaults, pendingFaults, plantFault, readSwitches } from '../books/switches.ts'
import { type Incoming, json, objectOf, type Reply, type World } from '../wire.ts'
import { acts } from './acts.ts'

export function serveControl(world: World, incoming: Incoming, path: string): Reply {
  const { books } = world
  const { method } = incoming
  if (method === 'GET' && path === 'switches') return json(200, readSwitches(books))
  if (method === 'GET' && path === 'faults') return json(200, { items: pendingFaults(books) })
  if (method === 'DELETE' && path === 'faults') {
    clearFaults(books)
    return json(200, { items: [] })
  }
  const body = incoming.body === '' ? {} : objectOf(incoming.body)
  if (body === null) return json(400, { code: 'BAD_BODY', message: 'The body is an object.' })
  if (method === 'PUT' && path === 'switches')
    return json(
      200,
      books.transaction(() => changeSwitches(books, body)),
    )
  if (method === 'POST' && path === 'faults') {
    books.transaction(() => plantFault(books, body))
    return json(200, { items: pendingFaults(books) })
  }
  const act = method === 'POST' ? acts[path] : undefined
  if (act === undefined) {
    return json(404, { code: 'NOT_FOUND', message: `switches, faults, ${Object.keys(acts).join(', ')}` })
  }
  return json(200, books.transaction(() => act(world, body)) ?? {})
}
