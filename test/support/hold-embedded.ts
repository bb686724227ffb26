// Starts the embedded server in the home given, says where, and holds it until this process is ended.
import { startEmbedded } from '../../src/store/embedded.ts'

const server = await startEmbedded({ home: process.argv[2]!, name: 'held', log: () => {} })
process.on('SIGINT', async () => {
  await server.stop()
  process.exit(0)
})
console.log(JSON.stringify({ port: server.port, url: server.url }))
setInterval(() => {}, 60_000)
