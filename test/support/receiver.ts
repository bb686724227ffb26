import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CloudEvent } from '../../src/outbound/cloud-event.ts'

export type Received = {
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly event: CloudEvent
}
export type Answer = number | ((response: ServerResponse) => void)

/** A receiver of webhooks on a port of its own. It keeps what it accepted, and answers as it is told. */
export async function startReceiver() {
  const accepted: Received[] = []
  const seen: Received[] = []
  const state: { answer: (event: CloudEvent) => Answer } = { answer: () => 204 }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      const received = { headers: request.headers, body, event: JSON.parse(body) as CloudEvent }
      seen.push(received)
      const answer = state.answer(received.event)
      if (typeof answer === 'function') return answer(response)
      if (answer < 300) accepted.push(received)
      response.writeHead(answer, { 'content-type': 'text/plain' }).end(answer < 300 ? '' : 'no, thank you')
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}/hook`,
    accepted,
    seen,
    answerWith(answer: (event: CloudEvent) => Answer) {
      state.answer = answer
    },
    /** Ids of the events of a subject, in the order in which they were accepted. */
    idsOf: (subject: string) =>
      accepted.filter((one) => one.event.subject === subject).map((one) => one.event.id),
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
export type Receiver = Awaited<ReturnType<typeof startReceiver>>
