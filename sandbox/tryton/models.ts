/** The models that answer, by their names in Tryton. */
import {
  account,
  accountType,
  configuration,
  currency,
  fiscalYear,
  journal,
  paymentTerm,
  paymentTermDelta,
  paymentTermLine,
  product,
  productTemplate,
  tax,
  unit,
  workStatus,
} from './catalogue-models.ts'
import { address, company, employee, party, period, projectWork, timesheetWork } from './directory-models.ts'
import { invoice } from './invoice-model.ts'
import { invoiceLine, move } from './line-models.ts'
import type { Model } from './model.ts'
import { timesheetLine } from './timesheet-model.ts'

export const models: Readonly<Record<string, Model>> = {
  'party.party': party,
  'party.address': address,
  'company.company': company,
  'company.employee': employee,
  'account.period': period,
  'account.fiscalyear': fiscalYear,
  'account.account': account,
  'account.account.type': accountType,
  'account.journal': journal,
  'account.tax': tax,
  'account.move': move,
  'account.invoice': invoice,
  'account.invoice.line': invoiceLine,
  'account.invoice.payment_term': paymentTerm,
  'account.invoice.payment_term.line': paymentTermLine,
  'account.invoice.payment_term.line.delta': paymentTermDelta,
  'account.configuration': configuration,
  'currency.currency': currency,
  'product.uom': unit,
  'product.product': product,
  'product.template': productTemplate,
  'project.work': projectWork,
  'project.work.status': workStatus,
  'timesheet.work': timesheetWork,
  'timesheet.line': timesheetLine,
}
