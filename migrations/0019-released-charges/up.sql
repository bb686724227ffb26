-- What is released is on its way and keeps its room under the limits of its contract, as what is being sent does.
update charges c set state = 'in_flight' from documents d
  where d.cell = c.cell and d.document_id = c.document_id and d.status = 'release_requested' and c.state = 'draft';
update works w set bill_bucket = 'in_flight'
  where w.bill_bucket = 'draft' and exists (select from charges c where c.cell = w.cell and c.work_id = w.work_id
    and c.state = 'in_flight');
