/**
 * What is promised, which faults that covers and which it does not, and what proves it. Reviewed like code: a promise
 * stands here only with a test, and the check refuses a test that is not there.
 */

export type Proof = {
  /** What it does, in a reader's words. */
  readonly does: string
  /** The test's file, from the root. */
  readonly test: string
  /** The rig whose last large run left a figure, and the command that runs it large. Small tests have neither. */
  readonly large?: { readonly rig: string; readonly command: string }
}
export type Guarantee = {
  readonly name: string
  readonly promise: string
  readonly covers: readonly string[]
  readonly leavesOut: readonly string[]
  readonly proofs: readonly Proof[]
}

const killed: Proof = {
  does:
    'Two apis and two runners killed by kill -9, stopped and suspended under traffic, while the ERP loses replies; ' +
    "the clients' own journal against log, charges and the ERP's books. Ten planted bugs are hunted by `--plant all`.",
  test: 'test/crash/crash.small.test.ts',
  large: { rig: 'crash', command: 'npm run crash -- --minutes 60' },
}
const crashed: Proof = {
  does: 'PostgreSQL crashed, and connections ended at random statements, under the same traffic and witnesses',
  test: 'test/crash/postgres.small.test.ts',
  large: { rig: 'postgres-crash', command: 'npm run crash -- --faults postgres,connections --cycles 2000' },
}
const everyStep: Proof = {
  does: 'A process dies at each step of a month, one after the other, and the books are compared with those of a life without death',
  test: 'test/every-step/every-step.test.ts',
  large: { rig: 'every-step', command: 'npm run every-step' },
}
const contended: Proof = {
  does: 'Fifty clients with one key, the same key with other content, the same work from two sources',
  test: 'test/concurrency/concurrency.test.ts',
  large: { rig: 'concurrency', command: 'npm run concurrency' },
}
const longTransactions: Proof = {
  does: 'Eight writers beside a long open transaction: readers skip nothing and never go back',
  test: 'test/concurrency/concurrency.test.ts',
  large: { rig: 'long-transactions', command: 'npm run concurrency' },
}
const histories: Proof = {
  does: 'Random histories of edits, runs and releases: what is issued in the end is what is desired',
  test: 'src/reconciliation/histories.test.ts',
}
const replays: Proof = {
  does: 'Random histories replayed: what a dry run announces is what a replay then does',
  test: 'src/charging/replay/histories.test.ts',
}
const ambiguous: Proof = {
  does: 'Every write of every connector against every ambiguous answer: exactly one effect, or a visible case',
  test: 'test/ambiguous/sandbox.test.ts',
  large: { rig: 'ambiguous-sandbox', command: 'node test/ambiguous/sandbox.test.ts' },
}
const ambiguousLive: Proof = {
  does: 'The same on the real Tryton, through a proxy that does the harm',
  test: 'test/live/ambiguous.live.ts',
  large: { rig: 'ambiguous-live', command: 'npm run live -- --only=ambiguous' },
}
const simulated: Proof = {
  does:
    'The real code one step at a time, chosen by a seed, under a virtual clock: sources that repeat, reorder, edit late ' +
    'and lie, an ERP that misbehaves, processes that die; the promises are checked after every step',
  test: 'test/simulate/simulate.small.test.ts',
  large: { rig: 'simulate', command: 'npm run simulate -- --seeds 2000' },
}
const restored: Proof = {
  does: 'An older copy is restored after posting went on: nothing is sent before the books were read back, nothing twice',
  test: 'test/drills/drills.small.test.ts',
  large: { rig: 'drill-restore', command: 'npm run drills' },
}
const cloned: Proof = {
  does: 'A copy on another database sends nothing, and the original goes on',
  test: 'test/drills/drills.small.test.ts',
  large: { rig: 'drill-clone', command: 'npm run drills' },
}
const small = (test: string, does: string): Proof => ({ test, does })

export const guarantees: readonly Guarantee[] = [
  {
    name: 'P1',
    promise: 'Nothing acknowledged is lost: a 2xx means committed and flushed.',
    covers: [
      'kill -9 and SIGTERM of any process at any moment',
      'a crash of PostgreSQL, and connections that break at any statement',
      'a reply that never reaches the caller: the same call, repeated, is answered with the first result',
    ],
    leavesOut: [
      'loss of the only disk, or of the machine before the disk wrote what it said it had written',
      'a server with `fsync` or `full_page_writes` off, which is refused unless HOURBRIDGE_ACCEPT_DATA_LOSS=yes',
    ],
    proofs: [
      killed,
      crashed,
      everyStep,
      longTransactions,
      small('test/doors/webhooks.test.ts', 'A signed delivery is in the log when it is acknowledged'),
      small('src/store/embedded.test.ts', 'A killed server recovers what was committed'),
      small('test/drills/restore.test.ts', 'What is restored is what was backed up, row for row'),
    ],
  },
  {
    name: 'P2',
    promise:
      'Nothing is booked twice, whatever is delivered any number of times, in any order, through timeouts and crashes.',
    covers: [
      'deliveries repeated, with the same key, another one or none',
      'an ERP that does what it was asked and loses the reply, answers 500 after the commit, is slow, or refuses with 429 and 503',
      'two runners that both take themselves for the owner of a lane',
    ],
    leavesOut: [
      'an ERP that by itself does one request twice: it is seen and stops for a person',
      'a target with neither a unique key nor drafts: an unanswered write stays in doubt for a person',
      'a runner suspended for longer than lease and settling time together, in the instant between its last look at the ' +
        'clock and the first byte of a call',
    ],
    proofs: [
      killed,
      crashed,
      everyStep,
      contended,
      simulated,
      ambiguous,
      ambiguousLive,
      restored,
      cloned,
      small(
        'test/posting/crash.test.ts',
        'A crash at any step of a cost call or a document ends in one of it',
      ),
      small(
        'test/conformance/fronts.test.ts',
        'Each connector against lost replies, slow and repeated writes',
      ),
    ],
  },
  {
    name: 'P3',
    promise: 'Same log, same engine, same books.',
    covers: [
      'any order of edits of one entry',
      'a process that dies at any step',
      'events read again from the log',
    ],
    leavesOut: ['another version of the engine, which may rate otherwise'],
    proofs: [simulated, histories, replays, everyStep],
  },
  {
    name: 'P4',
    promise:
      'The books balance at every committed point, per outcome, over one list of buckets; every line traces to its work.',
    covers: ['every process killed, every connection cut: the checks run on what is left'],
    leavesOut: ['what people change in the ERP by hand: it is found, told and left to a person'],
    proofs: [
      simulated,
      killed,
      crashed,
      everyStep,
      small(
        'src/reconciliation/verify.test.ts',
        'Every check of `hourbridge verify` passes on a lived-in month, and finds what it is for',
      ),
    ],
  },
  {
    name: 'P5',
    promise: 'A posting run can be repeated; a posted document never changes, it is corrected by documents.',
    covers: ['a run repeated, killed, or started twice at once', 'edits after the invoice was issued'],
    leavesOut: [],
    proofs: [
      killed,
      histories,
      small('src/billing/run.test.ts', 'A repeated run finds nothing new'),
      small('migrations/0006-charging/test.ts', 'What is issued is pinned by the database itself'),
    ],
  },
  {
    name: 'P6',
    promise: 'People do only what their role allows.',
    covers: ['every role on every route', 'keys revoked or expired, sessions of disabled people'],
    leavesOut: ['limits by entity, region and project', 'a revocation in another process, for five seconds'],
    proofs: [
      small('src/api/routes.test.ts', 'Every role is let through to exactly the routes its permissions name'),
      small('src/access/access.test.ts', 'Keys, sessions, and what nobody may give themselves'),
    ],
  },
  {
    name: 'P7',
    promise: 'Outbound calls reach only public addresses or the allow-list.',
    covers: ['private addresses in any spelling', 'redirects', 'a name server that changes its answer'],
    leavesOut: ['what the machine itself routes elsewhere behind a public address'],
    proofs: [
      small('src/egress/client.test.ts', 'The client connects to the address it checked, and to no other'),
      small('src/egress/addresses.test.ts', 'Only plainly public unicast addresses count as public'),
    ],
  },
  {
    name: 'P8',
    promise: 'The audit trail shows tampering: change, deletion, insertion, reordering, truncation.',
    covers: ['every field altered, a row deleted, rows swapped, a tail cut'],
    leavesOut: ['a cut tail, where nobody kept the head outside the database'],
    proofs: [small('src/log/append.test.ts', 'The chain shows each of these')],
  },
  {
    name: 'P9',
    promise: 'Secrets are unreadable at rest without the key.',
    covers: ['secrets of connections', 'passwords and API keys, which are kept as digests'],
    leavesOut: ['payroll data, of which there is none yet', 'who can read the memory of a running process'],
    proofs: [
      small('test/doors/connections.test.ts', 'A secret goes in and never comes out, not even into the log'),
      small('src/access/access.test.ts', 'A password stands nowhere in the database, nor does a key'),
      small('src/store/home.test.ts', 'A sealing key that others can read is refused'),
    ],
  },
  {
    name: 'P10',
    promise: 'Upgrades refuse rather than corrupt.',
    covers: ['an edited or slipped-in migration', 'a newer database', 'programs that start at the same time'],
    leavesOut: ['an upgrade while the version before still takes traffic'],
    proofs: [small('src/store/migrate.test.ts', 'Each of these is refused, and nothing is changed')],
  },
  {
    name: 'P11',
    promise: 'Overload degrades by refusing, never by losing or doubling.',
    covers: ['more single entries waiting than may', 'a thousand duplicates of one delivery at once'],
    leavesOut: ['limits counted across processes: each counts its own callers'],
    proofs: [
      small(
        'src/api/system/coalesce.test.ts',
        'More than may wait are told to come back, the others are kept',
      ),
      small(
        'test/doors/webhooks.test.ts',
        'A thousand duplicates at once are all acknowledged and kept once',
      ),
      contended,
    ],
  },
]
