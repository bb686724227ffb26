const owners: Readonly<Record<string, string>> = {
  master_data: 'Master data',
  finance: 'Finance',
  pmo: 'Project office',
  integration: 'Integration',
}

export const ownerChoices = Object.entries(owners).map(([value, label]) => ({ value, label }))

export function ownerText(owner: string): string {
  return owners[owner] ?? owner.replaceAll('_', ' ')
}

/** A code as words, where only the code is known; a case itself brings its title. */
export function titleOfCode(code: string): string {
  const words = code
    .toLowerCase()
    .replaceAll('_', ' ')
    .replace(/\berp\b/g, 'ERP')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export const caseCodes = [
  'MISSING_RATE',
  'AMBIGUOUS_RATE',
  'UNKNOWN_WORKER',
  'UNKNOWN_PROJECT',
  'UNKNOWN_CLIENT',
  'UNKNOWN_CONTRACT',
  'AMBIGUOUS_CONTRACT',
  'PROJECT_CLOSED',
  'TASK_CLOSED',
  'PERIOD_CLOSED',
  'CLIENT_ON_HOLD',
  'WORKER_NOT_EMPLOYED',
  'EDITED_AFTER_APPROVAL',
  'CONTRADICTS_EARLIER_VERSION',
  'NOT_UNDERSTOOD',
  'CURRENCY_MISMATCH',
  'MISSING_EXCHANGE_RATE',
  'TAX_UNDECIDED',
  'TAX_ID_PENDING',
  'HOURS_OVER_CAP',
  'RECEIPT_MISSING',
  'VENDOR_COST_NOT_APPROVED',
  'MILESTONE_CRITERIA_OPEN',
  'CREDIT_BEYOND_BILLED',
  'ERP_REFERENCE_MISSING',
  'ERP_REJECTED',
  'ERP_TOTAL_DIFFERS',
  'ERP_DOCUMENT_CHANGED',
  'ERP_DOCUMENT_VANISHED',
  'ERP_DUPLICATE_REFERENCE',
  'ERP_PARTY_INACTIVE',
  'DOCUMENT_BEYOND_LIMIT',
  'POSTING_IN_DOUBT',
  'POISON_BATCH',
  'CONTROL_TOTAL_DIFFERS',
  'SOURCE_SILENT',
] as const
