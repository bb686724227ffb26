/** What every round needs: a database, the product in its process, a bulk client and an ERP that accepts. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startEmbedded } from '../src/store/embedded.ts'
import { benchEntry } from './firm.ts'
import { processorMs, treeProcessorMs } from './processor.ts'
import type { Answer, Told } from './product.ts'

const program = fileURLToPath(new URL('./product.ts', import.meta.url))
const bulk = 1000
const callsAtOnce = 2

export type Used = { readonly wallMs: number; readonly nodeMs: number; readonly databaseMs: number }
export type Stand = {
  readonly erp: { accepted: number }
  tell(told: Told): Promise<Answer>
  /** Makes the bodies first, so that only sending and answering are measured. */
  intake(name: string, count: number): () => Promise<void>
  measure(work: () => Promise<unknown>): Promise<Used>
  close(): Promise<void>
}

function acceptingErp() {
  const erp = { accepted: 0, url: '', close: () => {} }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (bytes: Buffer) => chunks.push(bytes))
    request.on('end', () => {
      const { records = [] } = JSON.parse(Buffer.concat(chunks).toString() || '{}') as {
        records?: { key: string }[]
      }
      const results = records.map(({ key }) => ({ key, status: 'created', id: String(++erp.accepted) }))
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ results, items: [] }))
    })
  })
  erp.close = () => server.close().closeAllConnections()
  return new Promise<typeof erp>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      erp.url = `http://127.0.0.1:${(server.address() as { port: number }).port}`
      resolve(erp)
    })
  })
}

async function answer(child: ChildProcess): Promise<Answer> {
  const gone = new AbortController()
  const onExit = () => gone.abort(new Error('The product ended.'))
  child.once('exit', onExit)
  const [told] = (await once(child, 'message', { signal: gone.signal })) as [Answer]
  child.off('exit', onExit)
  if ('failed' in told) throw new Error(String(told.failed))
  return told
}

export async function openStand(nodeOptions: readonly string[] = []): Promise<Stand> {
  const home = await mkdtemp(join(tmpdir(), 'hourbridge-bench-'))
  await chmod(home, 0o755)
  const server = await startEmbedded({ home, name: 'bench', log: () => {} })
  const postmaster = Number(
    (await readFile(join(server.dataDirectory, 'postmaster.pid'), 'utf8')).split('\n')[0],
  )
  const erp = await acceptingErp()
  const child = fork(program, [erp.url], {
    execArgv: [...nodeOptions],
    env: {
      PATH: process.env.PATH ?? '',
      HOURBRIDGE_HOME: home,
      DATABASE_URL: server.url,
      HOURBRIDGE_ENVIRONMENT: 'test',
      HOURBRIDGE_HTTP_PORT: '0',
      HOURBRIDGE_LOG_LEVEL: process.env.HOURBRIDGE_TEST_LOG ?? 'silent',
      HOURBRIDGE_EGRESS_ALLOW: new URL(erp.url).host,
    },
  })
  const { url, apiKey } = await answer(child)
  const pid = child.pid!
  const tell = async (told: Told) => {
    child.send(told)
    return answer(child)
  }
  return {
    erp,
    tell,
    intake: (name, count) => intake(String(url), String(apiKey), name, count),
    measure: async (work) => {
      const before = [await processorMs(pid), await treeProcessorMs(postmaster)] as const
      const started = performance.now()
      await work()
      const wallMs = performance.now() - started
      const nodeMs = (await processorMs(pid)) - before[0]
      return { wallMs, nodeMs, databaseMs: (await treeProcessorMs(postmaster)) - before[1] }
    },
    close: async () => {
      child.send({ do: 'end' })
      await once(child, 'exit')
      erp.close()
      await server.stop()
      await rm(home, { recursive: true, force: true })
    },
  }
}

function intake(url: string, apiKey: string, name: string, count: number) {
  const bodies: { key: string; body: string }[] = []
  for (let at = 0; at < count; at += bulk) {
    const size = Math.min(bulk, count - at)
    const entries = Array.from({ length: size }, (_, i) => benchEntry(name, at + i))
    bodies.push({ key: `${name}-${at}`, body: JSON.stringify({ entries }) })
  }
  return async () => {
    const send = async () => {
      for (let next = bodies.shift(); next !== undefined; next = bodies.shift()) {
        const response = await fetch(`${url}/api/v1/time-entries/bulk`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${apiKey}`,
            'content-type': 'application/json',
            'idempotency-key': next.key,
          },
          body: next.body,
        })
        const text = await response.text()
        if (response.status !== 200) throw new Error(`${response.status} ${text.slice(0, 500)}`)
      }
    }
    await Promise.all(Array.from({ length: callsAtOnce }, send))
  }
}
