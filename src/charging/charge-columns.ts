/** Every column of a charge, named as its type names it: the one list that charges are read by. */
export const chargeColumns = `work_id as "workId", seq, revision, hours, amount_minor as "amountMinor", currency, client_id as "clientId",
  contract_id as "contractId", legal_entity as "legalEntity", project_id as "projectId", labor_category as "laborCategory",
  work_on as "workOn", rate, rate_id as "rateId", engine, as_of as "asOf", decision, written_at as "writtenAt", state,
  document_id as "documentId", line_no as "lineNo", corrects_document as "correctsDocument",
  line_id as "lineId", band, purchase_order as "purchaseOrder", limit_id as "limitId"`
