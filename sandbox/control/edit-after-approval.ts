/** The one trouble that needs a moment: an approved entry changes, and its flag and moment of approval stand. */
import { changeEntry } from '../books/entries.ts'
import { readSetting, writeSetting } from '../books/switches.ts'
import type { Troubles } from '../firm/troubles.ts'
import type { World } from '../wire.ts'

/** Happens once in the life of the books. The ids of the entries that changed now. */
export function editAfterApproval(world: World): readonly string[] {
  const { books } = world
  return books.transaction(() => {
    if (readSetting(books, 'edited_after_approval') !== null) return []
    const { editedAfterApproval } = JSON.parse(readSetting(books, 'troubles')!) as Troubles
    const at = world.stamp()
    for (const id of editedAfterApproval.entries) {
      const hours = editedAfterApproval.hoursAfter
      changeEntry(books, id, { hours, description: 'Reconciliation report and rework' }, at)
    }
    writeSetting(books, 'edited_after_approval', at)
    world.announce(editedAfterApproval.entries)
    return editedAfterApproval.entries
  })
}
