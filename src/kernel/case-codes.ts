import type { CatalogueEntry } from './error-catalogue.ts'

/** What stops a piece of work or a document until somebody, or time, cures it. */
export const caseCodes = {
  MISSING_RATE: {
    kind: 'case',
    owner: 'master_data',
    title: 'No rate applies',
    remedy:
      'Add a rate that is live on the work date, in this kind and currency, for the person, role, task, ' +
      'project, client or firm; the work resumes by itself.',
  },
  AMBIGUOUS_RATE: {
    kind: 'case',
    owner: 'master_data',
    title: 'Two rates apply equally',
    remedy:
      'End one of the listed rates, or narrow its scope, so that one is left on the work date; the work ' +
      'resumes by itself.',
  },
  HOURS_OVER_CAP: {
    kind: 'case',
    owner: 'pmo',
    title: 'More hours were worked than the cap of the contract allows',
    remedy:
      'Raise the cap for the period, or decide that the hours above it are not billed; within the cap nothing waits.',
  },
  TERMS_CONTRADICT: {
    kind: 'case',
    owner: 'pmo',
    title: 'The terms of a contract contradict themselves',
    remedy:
      'Correct the terms that the case names and record the contract again; its work is priced by itself once they agree.',
  },
  UNKNOWN_WORKER: {
    kind: 'case',
    owner: 'master_data',
    title: 'The worker is not known',
    remedy: 'Add the worker, or link the source id in the case to a worker that exists.',
  },
  UNKNOWN_PROJECT: {
    kind: 'case',
    owner: 'master_data',
    title: 'The project is not known',
    remedy: 'Add the project, or link the source id in the case to a project that exists.',
  },
  UNKNOWN_CLIENT: {
    kind: 'case',
    owner: 'master_data',
    title: 'The client is not known',
    remedy: 'Add the client, or link the source id in the case to a client that exists.',
  },
  UNKNOWN_CONTRACT: {
    kind: 'case',
    owner: 'pmo',
    title: 'No contract covers the work',
    remedy:
      'Add a contract for the project that is live on the work date, or move the work to a project that ' +
      'has one.',
  },
  PROJECT_CLOSED: {
    kind: 'case',
    owner: 'pmo',
    title: 'The project was closed on the work date',
    remedy:
      'Reopen the project or move its closing day, or correct project or date of the work in its ' +
      'source.',
  },
  TASK_CLOSED: {
    kind: 'case',
    owner: 'pmo',
    title: 'The task was closed on the work date',
    remedy: 'Reopen the task, or correct task or date of the work in its source.',
  },
  PERIOD_CLOSED: {
    kind: 'case',
    owner: 'finance',
    title: 'The period is closed',
    remedy: 'Reopen the period, or accept the first open day as accounting date; the transaction date stays.',
  },
  CLIENT_ON_HOLD: {
    kind: 'case',
    owner: 'finance',
    title: 'The client is on hold',
    remedy: 'Lift the hold when the client may be billed again; its work then joins the next open run.',
  },
  WORKER_NOT_EMPLOYED: {
    kind: 'case',
    owner: 'master_data',
    title: 'The worker was not employed on the work date',
    remedy: 'Correct the dates of employment, or worker or date of the work in its source.',
  },
  EDITED_AFTER_APPROVAL: {
    kind: 'case',
    owner: 'pmo',
    title: 'The work changed after it was approved',
    remedy: 'Have the changed work approved again in its source; the earlier approval does not cover it.',
  },
  CONTRADICTS_EARLIER_VERSION: {
    kind: 'case',
    owner: 'integration',
    title: 'A version says something else than it said before',
    remedy:
      'Compare both contents in the case and correct the source, or have it send the change as a new ' +
      'version.',
  },
  NOT_UNDERSTOOD: {
    kind: 'case',
    owner: 'integration',
    title: 'What arrived could not be understood',
    remedy:
      'Read the payload in the case and correct the mapping or the source; what stands in the log is taken in by a replay.',
  },
  AMBIGUOUS_CONTRACT: {
    kind: 'case',
    owner: 'pmo',
    title: 'Two contracts cover the work',
    remedy:
      'End one of the listed contracts, or narrow what it covers, so that one is left on the work date.',
  },
  CURRENCY_MISMATCH: {
    kind: 'case',
    owner: 'finance',
    title: 'The currencies do not agree',
    remedy: 'Give contract, rate and client one currency, or set up the conversion that the contract allows.',
  },
  MISSING_EXCHANGE_RATE: {
    kind: 'case',
    owner: 'finance',
    title: 'No exchange rate applies',
    remedy:
      'Add a rate of this type between the two currencies, for the day or an earlier one that is not too old; the ' +
      'work resumes by itself.',
  },
  TAX_UNDECIDED: {
    kind: 'case',
    owner: 'finance',
    title: 'No tax can be decided',
    remedy:
      'Add a tax rule that fits seller, client and service, or the code that it asks for with a rate on that day; ' +
      'the document is then made by the next run.',
  },
  TAX_ID_PENDING: {
    kind: 'case',
    owner: 'finance',
    title: "The client's tax id is not checked",
    remedy: 'Check the id in its register and record the answer; the document is then made by the next run.',
  },
  RECEIPT_MISSING: {
    kind: 'case',
    owner: 'finance',
    title: 'The receipt of an expense is missing',
    remedy: 'Add the receipt in the source of the expense, or let the contract bill it without one.',
  },
  VENDOR_COST_NOT_APPROVED: {
    kind: 'case',
    owner: 'pmo',
    title: "A subcontractor's cost is not approved",
    remedy: "Approve the vendor's bill; what the client pays for it then joins the next open run.",
  },
  VENDOR_COST_MISSING: {
    kind: 'case',
    owner: 'pmo',
    title: "What a subcontractor's work cost is not known",
    remedy: "Enter the vendor's bill in the source of the work; its contract bills it at cost.",
  },
  QUANTITY_MISSING: {
    kind: 'case',
    owner: 'pmo',
    title: 'A contract that bills by rates is told no hours',
    remedy: 'Enter the hours in the source of the work, or let the contract bill it at cost.',
  },
  NO_TERMS_FOR_KIND: {
    kind: 'case',
    owner: 'finance',
    title: 'The contract does not say how this kind of work is billed',
    remedy:
      'Give the contract terms with a line that covers expenses, subcontractors or usage, or mark the work as not ' +
      'billable in its source.',
  },
  MILESTONE_CRITERIA_OPEN: {
    kind: 'case',
    owner: 'pmo',
    title: 'An accepted milestone has criteria that nobody met',
    remedy: 'Record that the listed criteria are met, or take the acceptance back.',
  },
  ERP_REFERENCE_MISSING: {
    kind: 'case',
    owner: 'master_data',
    title: 'The ERP does not know a party or item of the document',
    remedy: 'Create it in the ERP, or link the record in the case to the id it has there.',
  },
  ERP_REJECTED: {
    kind: 'case',
    owner: 'finance',
    title: 'The ERP refused the document',
    remedy: "Read the ERP's answer in the case, correct what it names, and resume.",
  },
  ERP_TOTAL_DIFFERS: {
    kind: 'case',
    owner: 'finance',
    title: "The ERP's total is not the predicted one",
    remedy:
      'Compare the two documents in the case and correct the tax rule or the arithmetic profile of the ' +
      'ERP before release.',
  },
  ERP_DOCUMENT_CHANGED: {
    kind: 'case',
    owner: 'finance',
    title: 'Somebody changed the draft in the ERP',
    remedy: 'Take the change over as a write-up or write-down with its author, or restore the draft.',
  },
  ERP_DOCUMENT_VANISHED: {
    kind: 'case',
    owner: 'finance',
    title: 'The document is gone from the ERP',
    remedy: 'Find out who removed it and confirm its fate; it is never sent again without that decision.',
  },
  DOCUMENT_BEYOND_LIMIT: {
    kind: 'case',
    owner: 'finance',
    title: 'The document is larger than the limit of sense',
    remedy:
      'Read the pre-bill: correct the entry or rate that inflates it, or resume the document when the ' +
      'amount is meant.',
  },
  ERP_DUPLICATE_REFERENCE: {
    kind: 'case',
    owner: 'integration',
    title: 'The ERP holds several documents with one reference',
    remedy: 'Keep one of the listed documents, remove the others in the ERP, and resume.',
  },
  ERP_PARTY_INACTIVE: {
    kind: 'case',
    owner: 'master_data',
    title: 'The client is inactive in the ERP',
    remedy: 'Activate the party in the ERP, or link the client to the party that replaced it.',
  },
  ERP_WOULD_REFUSE: {
    kind: 'case',
    owner: 'finance',
    title: 'The ERP cannot take this as it is',
    remedy:
      'Correct what the case names (a length, a currency, digits, a missing dimension); nothing was sent, and it is ' +
      'looked at again when the content changes or the case is resumed.',
  },
  CONNECTION_DOWN: {
    kind: 'case',
    owner: 'integration',
    title: 'A connected system does not take postings',
    remedy:
      'Read the last error in the case: bring the system back, or correct address, credentials or rights of the ' +
      'connection. What waits goes on by itself at the next probe that is answered.',
  },
  POSTING_IN_DOUBT: {
    kind: 'case',
    owner: 'integration',
    title: 'It is not known whether the ERP did the write',
    remedy: 'Look in the ERP for the reference in the case and answer whether the document is there.',
  },
  INSTALLATION_IN_RECOVERY: {
    kind: 'case',
    owner: 'integration',
    title: 'Nothing is sent until the books of the ERP have been read back',
    remedy:
      'Watch `hourbridge status`: it ends by itself. Where it waits for a source that cannot be read, repair the ' +
      'source or go on without it.',
  },
  INSTALLATION_IS_A_COPY: {
    kind: 'case',
    owner: 'integration',
    title: 'This installation stands somewhere else than the one that sent before',
    remedy:
      'Where the original is gone, run `hourbridge adopt --take-over`; where it only moved its address, ' +
      '`--same`; for a copy to try things out on, `--as test` or `--as training`.',
  },
  ERP_COST_GONE: {
    kind: 'case',
    owner: 'finance',
    title: 'The ERP no longer holds cost that it took',
    remedy:
      'Find out in the ERP who removed it. Answer that it is to be written again, or withdraw the work in its ' +
      'source.',
  },
  ERP_COST_UNKNOWN: {
    kind: 'case',
    owner: 'integration',
    title: 'The ERP holds cost of work that is not known here any more',
    remedy:
      'Have the sources send again what came in after the backup; each record that is matched leaves the case. ' +
      'Say of the rest that it stays as it is.',
  },
  ERP_DOCUMENT_UNKNOWN: {
    kind: 'case',
    owner: 'finance',
    title: 'The ERP holds a document that is not known here any more',
    remedy:
      'Nothing of its client is billed meanwhile. Adopt it with the work it bills, remove its draft, or say that ' +
      'it is not of this installation.',
  },
  ERP_COST_TWICE: {
    kind: 'case',
    owner: 'integration',
    title: 'A cost record stands twice in the ERP',
    remedy: 'Remove the extra record in the ERP and answer "resolved": the books are looked at again.',
  },
  ERP_COST_STRAY: {
    kind: 'case',
    owner: 'integration',
    title: 'The ERP holds a cost record of this installation that should not be there',
    remedy:
      'Find out who made it; remove it in the ERP and answer "resolved": the books are looked at again.',
  },
  ERP_COST_MISSING: {
    kind: 'case',
    owner: 'finance',
    title: 'A cost record that the ERP accepted is gone',
    remedy:
      'Find out who removed it and restore it in the ERP, or correct the entry in its source; then answer ' +
      '"resolved".',
  },
  ERP_COST_DIFFERS: {
    kind: 'case',
    owner: 'finance',
    title: 'A cost record in the ERP differs from what was booked',
    remedy:
      'Compare day and hours in the case; set them right in the ERP, or correct the entry in its source; then ' +
      'answer "resolved".',
  },
  ERP_DOCUMENT_TWICE: {
    kind: 'case',
    owner: 'finance',
    title: "The ERP's books hold several documents with one reference",
    remedy: 'Cancel all but one of the listed documents in the ERP and answer "resolved".',
  },
  ERP_DOCUMENT_STRAY: {
    kind: 'case',
    owner: 'finance',
    title: 'The ERP holds a document of this installation that should not be there',
    remedy:
      'Find out who made it; cancel it in the ERP and answer "resolved": the books are looked at again.',
  },
  ERP_DOCUMENT_MISSING: {
    kind: 'case',
    owner: 'finance',
    title: 'A document that the ERP took is not in its books',
    remedy: 'Find out who removed or cancelled it and confirm its fate; it is never sent again by itself.',
  },
  ERP_DOCUMENT_DIFFERS: {
    kind: 'case',
    owner: 'finance',
    title: 'An issued document has another amount in the ERP',
    remedy:
      'Compare the amounts in the case; correct it in the ERP by a document of its own, then answer "resolved".',
  },
  CREDIT_BEYOND_BILLED: {
    kind: 'case',
    owner: 'finance',
    title: 'The credit gives back more than was billed',
    remedy:
      'Lower the credit to what is left of the line and its work, or find the earlier credit that gave it back ' +
      'already.',
  },
  POISON_BATCH: {
    kind: 'case',
    owner: 'integration',
    title: 'This record stops its batch',
    remedy:
      'Read the failure in the case; correct the record at its source, or upgrade the product and replay what was set aside.',
  },
  CONTROL_TOTAL_DIFFERS: {
    kind: 'case',
    owner: 'integration',
    title: 'Count or sum of the source differs from what arrived',
    remedy:
      'Run the full sweep of the stream; if the difference stays, compare the listed ids with the ' +
      'source.',
  },
  SOURCE_SILENT: {
    kind: 'case',
    owner: 'integration',
    title: 'The source has sent nothing for longer than it should',
    remedy: 'Test the connection and the credentials of the source, then pull from its last position.',
  },
  EVENT_SUBSCRIPTION_DISABLED: {
    kind: 'case',
    owner: 'integration',
    title: 'A receiver of events takes none, and is no longer told',
    remedy:
      'Repair the receiver, send it a test event, then enable the subscription: it goes on where it stopped, and ' +
      'nothing is left out.',
  },
} as const satisfies Record<string, CatalogueEntry>
