-- The client's order that a document is billed on; null where it names none. What was made before bills every order of
-- its contract together, and stays so.
alter table documents add column purchase_order text;
