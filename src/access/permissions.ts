/** Everything a principal can be allowed to do. A route, command or console action names one of these. */
export const permissions = {
  'work.read': 'See work, its outcomes, its charges and the balance over the buckets',
  'work.write': 'Send, replace and delete work through the API',
  'work.approve': 'Approve in the hub what was edited after its approval',
  'payload.read': 'See what a source sent, personal text included',
  'master.read': 'See master data, rates and contracts',
  'master.write': 'Write master data, rates and contracts through the API',
  'master.propose': 'Propose changes of master data, rates and contracts, and withdraw own proposals',
  'master.approve': 'Approve or decline what somebody else proposed of master data, rates and contracts',
  'connection.read': 'See connections and their state, never their secrets',
  'connection.manage': 'Create, change and test connections, enter their credentials, start a pull',
  'posting.pause': 'Stop the posting of cost or documents to a connection, and let it go on',
  'event.read': 'Read events, their types and subscriptions, never their secrets',
  'event.manage': 'Subscribe systems to events, try, replay, rotate secrets, enable again',
  'run.start': 'Start a billing run, and discard a draft that was not released',
  'document.read': 'See runs, pre-bills, invoices and proposed adjustments',
  'document.release': 'Release a draft, or all drafts of a run, to be issued to the client',
  'adjustment.decide': 'Approve or decline a proposed adjustment of an issued invoice',
  'bill_adjustment.propose':
    'Propose to write work up, down or off or to take that back, and withdraw own proposals',
  'bill_adjustment.decide': 'Approve or decline what somebody else proposed to write up, down or off',
  'case.read': 'See cases with cause, owner, remedy and money',
  'case.correct': 'Correct what a case is about',
  'case.resume': 'Resume a case, so that its work is evaluated again',
  'case.answer': 'Answer whether a write is in the ERP, and what becomes of what is gone from it',
  'case.assign': 'Give a case to a person',
  'recovery.read': 'See whether the installation may send, and how far its recovery is',
  'recovery.decide': 'Settle what a recovery found: adopt, remove or leave what the ERP holds',
  'installation.adopt': 'Say that a copy takes over from the original, or start a recovery',
  'replay.read': 'See replays and what their dry runs announce',
  'replay.run': 'Ask for the dry run of a replay, start it, cancel it',
  'log.read': 'Read the log of everything that came in and was decided',
  'verify.run': 'Run the proof that the books balance',
  'limits.read': 'See the limits and settings of the installation',
  'access.manage': 'Create people and API keys, grant and withdraw roles',
} as const

export type Permission = keyof typeof permissions

export const allPermissions = Object.keys(permissions) as Permission[]

export function isPermission(text: string): text is Permission {
  return Object.hasOwn(permissions, text)
}
