/** npm run simulate -- --seeds N [--from SEED] [--seed S] [--days 90] [--plant NAME|all] [--workers 2] [--keep-figures] */
import '../support/runtime.ts'
import { parseArgs } from 'node:util'

const { openGround } = await import('./ground.ts')
const { simulate } = await import('./simulate.ts')

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    days: { type: 'string', default: '90' },
    plant: { type: 'string' },
    workers: { type: 'string', default: '1' },
    'keep-figures': { type: 'boolean', default: false },
  },
})
const ground = await openGround()
const days = Number(values.days)
if (values.seed !== undefined) {
  const told = await simulate(ground, { seed: Number(values.seed), days, plant: null })
  for (const line of told.trace) console.log(line)
  console.log(told.digest)
} else {
  const started = performance.now()
  let failed = 0
  for (let i = 0; i < Number(values.seeds); i += 1) {
    const told = await simulate(ground, { seed: Number(values.from) + i, days, plant: null })
    if (told.findings.length > 0) {
      failed += 1
      console.log(
        `seed ${told.seed} fails at step ${told.failedAt}: ${told.findings.slice(0, 4).join('\n   ')}`,
      )
    }
  }
  const seconds = (performance.now() - started) / 1000
  console.log(
    `${values.seeds} seeds, ${failed} failed, ${(seconds / Number(values.seeds)).toFixed(2)} s a seed, cpu ${JSON.stringify(process.cpuUsage())}`,
  )
}
await ground.close()
