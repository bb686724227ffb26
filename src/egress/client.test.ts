import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer as createSocketServer, type Socket } from 'node:net'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { type EgressOptions, type EgressRequest, openEgress } from './client.ts'
import { EgressFailure } from './failure.ts'

const closing: (() => unknown)[] = []
after(async () => {
  for (const close of closing) await close()
})

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}
async function serveSockets(listener: (socket: Socket) => void): Promise<number> {
  const open = new Set<Socket>()
  const server = createSocketServer((socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    listener(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}
function client(options: EgressOptions) {
  const egress = openEgress(options)
  closing.push(() => egress.close())
  return egress
}
function get(url: string, extra: Partial<EgressRequest> = {}): EgressRequest {
  return {
    method: 'GET',
    url: new URL(url),
    headers: {},
    body: null,
    timeoutMs: 5_000,
    responseBytes: 100_000,
    ...extra,
  }
}
const fails = (kind: string, effect: string) => (error: unknown) => {
  assert.ok(error instanceof EgressFailure, String(error))
  assert.deepEqual([error.kind, error.effect], [kind, effect])
  return true
}

test('hosts that spell a private address in another way are refused before a socket opens', async () => {
  let reached = 0
  const port = await serve((_request, response) => {
    reached++
    response.end()
  })
  const egress = client({ allow: [] })
  for (const host of [
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    'localhost',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '0',
    '0.0.0.0',
    '127.0.0.1.',
    '①②⑦.0.0.1',
  ]) {
    await assert.rejects(egress.send(get(`http://${host}:${port}/`)), fails('refused_address', 'none'), host)
  }
  assert.equal(reached, 0)
})

test('other protocols and addresses with a password are refused', async () => {
  const egress = client({ allow: [] })
  for (const url of ['file:///etc/passwd', 'gopher://a/', 'ftp://a/', 'http://user:pw@8.8.8.8/']) {
    await assert.rejects(egress.send(get(url)), fails('refused_address', 'none'), url)
  }
})

test('a name server that changes its answer between check and call reaches nothing private', async () => {
  let reached = 0
  const port = await serve((_request, response) => {
    reached++
    response.end('x')
  })
  const answers = [['127.0.0.1'], ['10.0.0.9']]
  let asked = 0
  const egress = client({
    allow: [`127.0.0.1:${port}`],
    resolve: async () => answers[asked++] ?? ['10.0.0.9'],
  })
  await egress.send(get(`http://rebind.example:${port}/`))
  assert.deepEqual([asked, reached], [1, 1])
  const mixed = client({ allow: [], resolve: async () => ['8.8.8.8', '127.0.0.1'] })
  await assert.rejects(mixed.send(get(`http://mixed.example:${port}/`)), fails('refused_address', 'none'))
  assert.equal(reached, 1)
})

test('a redirect is an answer and is not followed', async () => {
  const port = await serve((_request, response) => {
    response.writeHead(302, { location: 'http://169.254.169.254/latest/' }).end()
  })
  const answer = await client({ allow: [`127.0.0.1:${port}`] }).send(get(`http://127.0.0.1:${port}/`))
  assert.equal(answer.status, 302)
})

test('an answer over the limit is refused, on the wire and after decompression', async () => {
  const bomb = gzipSync(Buffer.alloc(5_000_000))
  const port = await serve((request, response) => {
    if (request.url === '/bomb') response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
    else if (request.url === '/fine')
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('ok'))
    else response.end(Buffer.alloc(200_000))
  })
  const egress = client({ allow: [`127.0.0.1:${port}`] })
  assert.ok(bomb.length < 100_000)
  await assert.rejects(egress.send(get(`http://127.0.0.1:${port}/bomb`)), fails('too_large', 'unknown'))
  await assert.rejects(egress.send(get(`http://127.0.0.1:${port}/long`)), fails('too_large', 'unknown'))
  const fine = await egress.send(get(`http://127.0.0.1:${port}/fine`))
  assert.equal(Buffer.from(fine.body).toString(), 'ok')
})

test('a failure before the first byte has no effect, a failure after it has an unknown one', async () => {
  const gone = await serveSockets(() => undefined)
  await Promise.all(closing.splice(-1).map((close) => close()))
  await assert.rejects(
    client({ allow: [`127.0.0.1:${gone}`] }).send(
      get(`http://127.0.0.1:${gone}/`, { method: 'POST', body: 'x' }),
    ),
    fails('unreachable', 'none'),
  )
  const noName = client({
    allow: [],
    resolve: async () => {
      throw new Error('ENOTFOUND')
    },
  })
  await assert.rejects(noName.send(get('http://nowhere.example/')), fails('unreachable', 'none'))
  const resets = await serveSockets((socket) => socket.once('data', () => socket.resetAndDestroy()))
  await assert.rejects(
    client({ allow: [`127.0.0.1:${resets}`] }).send(
      get(`http://127.0.0.1:${resets}/`, { method: 'POST', body: 'x' }),
    ),
    fails('broken', 'unknown'),
  )
  const halfway = await serveSockets((socket) =>
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf')),
  )
  await assert.rejects(
    client({ allow: [`127.0.0.1:${halfway}`] }).send(get(`http://127.0.0.1:${halfway}/`)),
    fails('broken', 'unknown'),
  )
  const babble = await serveSockets((socket) => socket.once('data', () => socket.end('nonsense\r\n\r\n')))
  await assert.rejects(
    client({ allow: [`127.0.0.1:${babble}`] }).send(get(`http://127.0.0.1:${babble}/`)),
    fails('broken', 'unknown'),
  )
})

test('the deadline covers a silent server and a slow drip', async () => {
  const silent = await serveSockets(() => undefined)
  await assert.rejects(
    client({ allow: [`127.0.0.1:${silent}`] }).send(get(`http://127.0.0.1:${silent}/`, { timeoutMs: 80 })),
    fails('timeout', 'unknown'),
  )
  const drip = await serveSockets((socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n')
    const timer = setInterval(() => socket.write('x'), 10)
    socket.on('close', () => clearInterval(timer))
  })
  await assert.rejects(
    client({ allow: [`127.0.0.1:${drip}`] }).send(get(`http://127.0.0.1:${drip}/`, { timeoutMs: 80 })),
    fails('timeout', 'unknown'),
  )
})

test('headers without end are cut off', async () => {
  const endless = await serveSockets((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n')
    const pump = () => {
      while (!socket.destroyed && socket.write(`x-${'a'.repeat(1000)}: 1\r\n`));
    }
    socket.on('drain', pump)
    pump()
  })
  await assert.rejects(
    client({ allow: [`127.0.0.1:${endless}`] }).send(get(`http://127.0.0.1:${endless}/`)),
    fails('broken', 'unknown'),
  )
})
