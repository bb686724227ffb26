-- Work that names a worker or a project that nobody knew yet: found when a reference is learned, held or not.
create index works_unresolved on works (cell, work_id)
  where (worker_id is null and worker_ref is not null) or (project_id is null and project_ref is not null)
