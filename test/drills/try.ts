import { restoreDrill } from './restore.ts'
import { restorePlants } from './plants.ts'
const plant = process.argv[2] ? (restorePlants[process.argv[2]!] ?? null) : null
const started = Date.now()
const told = await restoreDrill({
  seed: 7,
  people: 20,
  much: 8,
  how: (process.argv[3] as never) ?? 'in_place',
  plant,
  say: (line) => console.log(((Date.now() - started) / 1000).toFixed(1), line),
})
console.log(
  (Date.now() - started) / 1000,
  JSON.stringify({ ...told, wrong: told.wrong.slice(0, 12), count: told.wrong.length }, null, 1),
)
