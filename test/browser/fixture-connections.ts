/** A FIXTURE, not the product: how two connections stand, one of them in trouble. */
import type { Connections } from '../../console/src/api/shapes.ts'
import { eur, gbp } from './fixture-work.ts'

type Standing = Connections['items'][number]
type Lane = Standing['lanes'][number]

const none = { perSecond: null, perMinute: null, perDay: null }

export const redmineLimits: Standing['limits'] = {
  declared: { ...none, perSecond: 20, concurrency: 2 },
  basis: 'Redmine documents no limit; chosen so that a small server stays usable for people.',
  set: null,
  now: { ...none, perSecond: 20, concurrency: 2 },
  use: { day: '2026-10-12', callsToday: 412, leftToday: null, processes: 1, share: '1', pausedUntil: null },
}

export const trytonLimits: Standing['limits'] = {
  declared: { ...none, concurrency: 4 },
  basis: 'Tryton documents no limit; each worker of the server takes one call.',
  set: {
    ...none,
    ...{ perDay: 5000, concurrency: 2, reason: 'The hosting plan counts calls.' },
    ...{ by: 'person/ines', at: '2026-10-01T09:00:00.000Z' },
  },
  now: { ...none, perDay: 5000, concurrency: 2 },
  use: {
    ...{ day: '2026-10-12', callsToday: 4371, leftToday: 629, processes: 2, share: '0.5' },
    pausedUntil: '2026-10-12T09:45:00.000Z',
  },
}

const well: Omit<Lane, 'stream'> = {
  company: 'BF-UK',
  state: 'sending',
  breaker: 'closed',
  since: null,
  nextProbeAt: null,
  failures: 0,
  lastError: null,
  lastErrorAt: null,
  restsUntil: null,
  runner: 'hub-1/4711/0199d0aa-0000-7000-8000-000000000001',
  leasedUntil: '2026-10-12T09:44:00.000Z',
  waiting: { count: 0, hours: '0', money: [], oldestAt: null },
  paused: null,
  window: { mode: 'real_time', open: true, opensAt: null, closesAt: null, timeZone: null, reason: null },
}

export const trytonLanes: Lane[] = [
  {
    ...well,
    ...{ stream: 'cost', company: 'BF-DE', state: 'down', breaker: 'open', failures: 7 },
    since: '2026-10-12T09:12:00.000Z',
    nextProbeAt: '2026-10-12T09:46:00.000Z',
    lastError: 'The system could not be reached.',
    lastErrorAt: '2026-10-12T09:41:00.000Z',
    waiting: {
      count: 1284,
      hours: '8120.25',
      money: [eur('611240.50'), gbp('12480.00')],
      oldestAt: '2026-10-12T08:58:00.000Z',
    },
  },
  { ...well, stream: 'cost' },
  {
    ...well,
    ...{ stream: 'documents', company: 'BF-DE', state: 'window_closed' },
    waiting: { count: 14, hours: null, money: [eur('84200.00')], oldestAt: '2026-10-12T07:30:00.000Z' },
    window: {
      ...{ mode: 'window', open: false, opensAt: '2026-10-12T16:00:00.000Z', closesAt: null },
      ...{ timeZone: 'Europe/Berlin', reason: 'Outside the posting windows' },
    },
  },
  {
    ...well,
    ...{ stream: 'documents', state: 'paused' },
    paused: { by: 'person/ines', at: '2026-10-12T09:00:00.000Z', reason: 'Wrong tax code found' },
    waiting: { count: 2, hours: null, money: [gbp('7310.00')], oldestAt: '2026-10-12T09:02:00.000Z' },
  },
]
