/** What the people of the firm and of its ERP do, one act by its name. Each runs in one transaction. */
import type { Fields } from '../books/records.ts'
import { stopFor } from '../take-over.ts'
import type { World } from '../wire.ts'
import {
  cancelDraft,
  deleteCost,
  deleteDraft,
  doubleCost,
  doubleDocument,
  editCost,
  editDraft,
  setPeriod,
} from './ledger-acts.ts'
import { editAfterApproval } from './edit-after-approval.ts'
import {
  addEntries,
  approveEntry,
  editEntry,
  generateLoad,
  removeEntry,
  withdrawEntry,
} from './entry-acts.ts'
import {
  addPerson,
  addRate,
  dropRate,
  endRate,
  putMaster,
  setClient,
  setProject,
  setSpending,
} from './master-acts.ts'

export type Act = (world: World, body: Fields) => unknown

export const acts: Readonly<Record<string, Act>> = {
  stop: (world, { token }) => stopFor(world.books, token),
  tick: (world) => ({ edited: editAfterApproval(world) }),
  'add-entries': addEntries,
  'edit-entry': editEntry,
  'approve-entry': approveEntry,
  'withdraw-entry': withdrawEntry,
  'delete-entry': removeEntry,
  'generate-load': generateLoad,
  'set-project': setProject,
  'set-client': setClient,
  'put-record': putMaster,
  'set-spending': setSpending,
  'add-person': addPerson,
  'add-rate': addRate,
  'end-rate': endRate,
  'delete-rate': dropRate,
  'set-period': setPeriod,
  'edit-draft': editDraft,
  'delete-draft': deleteDraft,
  'cancel-document': cancelDraft,
  'double-cost': doubleCost,
  'delete-cost': deleteCost,
  'edit-cost': editCost,
  'double-document': doubleDocument,
}
