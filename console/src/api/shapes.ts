/** Names for the answers of the API that several pages use; the shapes themselves are generated. */
import type { paths } from './schema.d.ts'

type Get<P extends keyof paths> = paths[P] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } }
}
  ? Body
  : never
type Post<P extends keyof paths> = paths[P] extends {
  post: { responses: { 200: { content: { 'application/json': infer Body } } } }
}
  ? Body
  : never

export type Session = Get<'/api/v1/session'>
export type Overview = Get<'/api/v1/overview'>
export type WorkPage = Get<'/api/v1/work'>
export type WorkSummary = WorkPage['items'][number]
export type WorkDetail = Get<'/api/v1/work/{workId}'>
export type Charge = WorkDetail['charges'][number]
export type ContractPage = Get<'/api/v1/contracts'>
export type ContractSummary = ContractPage['items'][number]
export type ContractDetail = Get<'/api/v1/contracts/{contractId}'>
export type ContractBody = ContractDetail['body']
export type Fill = ContractDetail['fills'][number]
export type Lot = ContractDetail['lots'][number]
export type CasePage = Get<'/api/v1/cases'>
export type Case = CasePage['items'][number]
export type RunPage = Get<'/api/v1/runs'>
export type Run = RunPage['items'][number]
export type RunDetail = Get<'/api/v1/runs/{runId}'>
export type DryRun = Post<'/api/v1/runs/dry-run'>
export type DocumentPage = Get<'/api/v1/documents'>
export type BillingDocument = DocumentPage['items'][number]
export type PreBill = Get<'/api/v1/documents/{documentId}'>
export type PreBillLine = PreBill['lines'][number]
export type PreBillMember = PreBillLine['members'][number]
export type AdjustmentPage = Get<'/api/v1/adjustments'>
export type Adjustment = AdjustmentPage['items'][number]
export type BillAdjustmentDetail = Get<'/api/v1/bill-adjustments/{adjustmentId}'>
export type BillAdjustment = BillAdjustmentDetail['adjustment']
export type BillAdjustmentShare = BillAdjustmentDetail['items'][number]
export type BillEffect = BillAdjustment['effect']
export type AskedAdjustment =
  paths['/api/v1/bill-adjustments']['post']['requestBody']['content']['application/json']
export type ApprovalPage = Get<'/api/v1/approvals'>
export type Approval = ApprovalPage['items'][number]
export type ProposalDetail = Get<'/api/v1/master-proposals/{proposalId}'>
export type Connections = Get<'/api/v1/connections'>
export type Connectors = Get<'/api/v1/connectors'>
export type Pulls = Get<'/api/v1/pulls'>
export type LogPage = Get<'/api/v1/log'>
export type Payload = Get<'/api/v1/work/{workId}/payload'>
export type MasterPage = Get<'/api/v1/master-data/{kind}'>

export type Money = { readonly amount: string; readonly currency: string }
export type Named = { readonly id: string; readonly name: string | null }
