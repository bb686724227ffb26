/**
 * What every record that this installation writes outside carries, so that it can be told from those of a copy, of
 * another environment, and of people: environment and installation, then the record's own id.
 */
export type Owner = { readonly environment: string; readonly installationId: string }

/** The beginning of the description of every cost record of this installation. */
export function costMark(owner: Owner): string {
  return `hourbridge ${owner.environment} ${owner.installationId} `
}

export function costDescription(owner: Owner, key: string): string {
  return costMark(owner) + key
}

/**
 * The key that a description names; null where it is not marked by this installation. A line that a person copied
 * in the ERP carries the key of its original here, whatever unique key of its own it was given.
 */
export function markedCostKey(owner: Owner, description: string): string | null {
  const mark = costMark(owner)
  if (!description.startsWith(mark)) return null
  const [key = ''] = description.slice(mark.length).split(/\s/)
  return key === '' ? null : key
}

/** The beginning of the reference of every document of this installation. */
export function documentMark(owner: Owner): string {
  return `hb/${owner.environment}/${owner.installationId.slice(0, 8)}/`
}

export function documentReference(owner: Owner, documentId: string): string {
  return documentMark(owner) + documentId
}
