import { Type } from 'typebox'
import { listSchedules, putSchedule, type RunSchedule } from '../../billing/schedules.ts'
import { recordDecision } from '../../log/decisions.ts'
import type { Api, ApiDeps } from '../deps.ts'
import { callerOf } from '../guard.ts'
import { Refusal } from '../problem.ts'

const strict = { additionalProperties: false } as const
const code = Type.String({ minLength: 1, maxLength: 120 })
const selection = Type.Object(
  { clientId: Type.Optional(code), contractId: Type.Optional(code), legalEntity: Type.Optional(code) },
  strict,
)
const wantedSchedule = Type.Object(
  {
    selection,
    dayOfMonth: Type.Integer({
      minimum: 1,
      maximum: 28,
      description: 'From this day on the month before is billed',
    }),
    nextMonth: Type.String({
      pattern: '^\\d{4}-(0[1-9]|1[0-2])$',
      description: 'The first month to bill, YYYY-MM',
    }),
    enabled: Type.Boolean(),
  },
  strict,
)
const answer = Type.Object(
  {
    scheduleId: Type.String(),
    selection,
    dayOfMonth: Type.Integer(),
    nextMonth: Type.String(),
    enabled: Type.Boolean(),
    createdBy: Type.String(),
  },
  strict,
)

function shape(schedule: RunSchedule) {
  return { ...schedule, nextMonth: schedule.nextMonth.slice(0, 7) }
}

/** Billing runs that start by themselves; their drafts wait for release like any other. */
export function scheduleRoutes(app: Api, deps: ApiDeps): void {
  const tags = ['runs']
  app.get(
    '/schedules',
    {
      config: { permission: 'document.read' },
      schema: {
        tags,
        summary: 'Billing runs that start by themselves',
        response: { 200: Type.Object({ items: Type.Array(answer) }, strict) },
      },
    },
    async () => ({ items: (await deps.store.transaction((tx) => listSchedules(tx, deps.cell))).map(shape) }),
  )
  app.put<{ Params: { scheduleId: string } }>(
    '/schedules/:scheduleId',
    {
      config: { permission: 'run.start' },
      schema: {
        tags,
        summary: 'Create or change a schedule; the caller chooses its id',
        params: Type.Object({ scheduleId: Type.String({ format: 'uuid' }) }, strict),
        body: wantedSchedule,
        response: { 200: answer },
      },
    },
    async (request) => {
      const {
        selection: chosen,
        dayOfMonth,
        nextMonth,
        enabled,
      } = request.body as {
        selection: RunSchedule['selection']
        dayOfMonth: number
        nextMonth: string
        enabled: boolean
      }
      if (nextMonth < '2000-01')
        throw new Refusal('SCHEMA_VIOLATION', '/nextMonth lies before 2000. Give the first month to bill.')
      const createdBy = callerOf(request).reference
      const made: RunSchedule = {
        scheduleId: request.params.scheduleId,
        selection: chosen,
        dayOfMonth,
        nextMonth: `${nextMonth}-01`,
        enabled,
        createdBy,
      }
      await deps.store.transaction(async (tx) => {
        const at = deps.clock.now()
        await putSchedule(tx, deps.cell, made, at)
        const body = { ...made, selection: { ...chosen } }
        await recordDecision(tx, deps.cell, deps.vault, {
          what: 'schedule.changed',
          about: made.scheduleId,
          principal: createdBy,
          body,
          at,
        })
      })
      return shape(made)
    },
  )
}
