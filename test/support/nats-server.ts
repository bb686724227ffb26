import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where Debian's package and others put it. */
const places = ['/usr/sbin/nats-server', '/usr/bin/nats-server', '/usr/local/bin/nats-server']

export function natsServerProgram(): string | null {
  return places.find((place) => existsSync(place)) ?? null
}

export type NatsServer = { readonly port: number; readonly url: string; stop(): Promise<void> }

export const natsUser = { user: 'hub', password: 'word-of-the-test' }

/** A server of its own with JetStream on a free port of this machine. Throws when it is not ready in ten seconds. */
export async function startNatsServer(
  program: string,
  options: { port?: number; directory?: string } = {},
): Promise<NatsServer> {
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'hourbridge-nats-')))
  const config = join(directory, 'server.conf')
  await writeFile(
    config,
    `listen: "127.0.0.1:${options.port ?? -1}"\njetstream { store_dir: "${join(directory, 'store')}" }\n` +
      `ports_file_dir: "${directory}"\nauthorization { user: "${natsUser.user}", password: "${natsUser.password}" }\n`,
  )
  const child = spawn(program, ['-c', config], { stdio: ['ignore', 'ignore', 'pipe'] })
  let written = ''
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const ready = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`nats-server is not ready:\n${written}`)), 10_000)
    child.once('exit', (code) => reject(new Error(`nats-server ended with ${code}:\n${written}`)))
    child.stderr.on('data', (bytes: Buffer) => {
      written += bytes.toString()
      if (!written.includes('Server is ready')) return
      clearTimeout(timer)
      resolve()
    })
  })
  await ready
  const port = options.port ?? (await portOf(directory, child.pid!))
  return {
    port,
    url: `nats://127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGTERM')
      await ended
      if (options.directory === undefined) await rm(directory, { recursive: true, force: true })
    },
  }
}

async function portOf(directory: string, pid: number): Promise<number> {
  const file = join(directory, `nats-server_${pid}.ports`)
  for (;;) {
    const text = await readFile(file, 'utf8').catch(() => '')
    const url = text === '' ? undefined : (JSON.parse(text) as { nats?: string[] }).nats?.[0]
    if (url !== undefined) return Number(new URL(url).port)
  }
}
