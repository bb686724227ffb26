/** One process with a database of its own that runs the seeds it is told, one after the other. */
import { openGround } from './ground.ts'
import { processorSeconds } from './processor.ts'
import { plants } from './plants.ts'
import { simulate, type Told } from './simulate.ts'

export type Asked = { readonly seed: number; readonly days: number; readonly plant: string | null }
/** Without the trace: whoever wants that runs the seed alone. */
export type Answered = Omit<Told, 'trace'> & { readonly processorSeconds: number }

const ground = await openGround()
const tell = process.send!.bind(process)
process.on('message', (asked: Asked | 'end') => {
  void serve(asked).catch((error: unknown) => {
    console.error(error)
    process.exit(1)
  })
})
tell('ready')

async function serve(asked: Asked | 'end'): Promise<void> {
  if (asked === 'end') {
    await ground.close()
    process.disconnect?.()
    return
  }
  const plant = asked.plant === null ? null : plants[asked.plant]!
  const before = processorSeconds(ground.name)
  const { trace: _, ...told } = await simulate(ground, { seed: asked.seed, days: asked.days, plant })
  const spent = processorSeconds(ground.name) - before
  const answered: Answered = { ...told, processorSeconds: spent }
  tell(answered)
}
