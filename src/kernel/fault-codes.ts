import type { CatalogueEntry } from './error-catalogue.ts'

/** What failed outside the business: thrown, logged, and retried where that can help. */
export const faultCodes = {
  CONFIG_INVALID: {
    kind: 'fault',
    title: 'The configuration is not valid',
    remedy: 'Correct every setting that the message lists, then start again.',
  },
  DATABASE_UNAVAILABLE: {
    kind: 'fault',
    status: 503,
    title: 'The database does not answer',
    remedy: 'Check that PostgreSQL runs and that DATABASE_URL is right; the call may be repeated.',
  },
  DATABASE_FULL: {
    kind: 'fault',
    status: 503,
    title: 'The disk of the database is full',
    remedy: 'Make room on the disk of the database; nothing is lost, and everything goes on by itself.',
  },
  DATABASE_BUSY: {
    kind: 'fault',
    status: 503,
    title: 'Others work on the same records',
    remedy:
      'Repeat the call later; runners go on by themselves. Where it lasts, look for a long transaction in pg_stat_activity.',
  },
  DATABASE_UNSAFE: {
    kind: 'fault',
    title: 'The database server may lose committed work',
    remedy:
      'Switch fsync and full_page_writes on, or set HOURBRIDGE_ACCEPT_DATA_LOSS for a database that may be lost.',
  },
  MIGRATION_REFUSED: {
    kind: 'fault',
    title: 'The database does not fit this version of the program',
    remedy: 'Start the version of the program that the message asks for; nothing was changed.',
  },
  INSTALLATION_MISMATCH: {
    kind: 'fault',
    title: 'The database belongs to another kind of installation',
    remedy:
      'Start the program with the environment that the message names, or give it a database of its own.',
  },
  BACKUP_FAILED: {
    kind: 'fault',
    title: 'The backup was not written',
    remedy: 'Do what the message says and repeat it; the database was only read.',
  },
  BACKUP_DAMAGED: {
    kind: 'fault',
    title: 'The backup file is damaged, or is none',
    remedy: 'Take another backup; `hourbridge backup --verify FILE` tells which ones are whole.',
  },
  RESTORE_REFUSED: {
    kind: 'fault',
    title: 'The backup is not restored',
    remedy: 'Do what the message says; nothing that was in the database has been changed.',
  },
  CONNECTOR_UNREACHABLE: {
    kind: 'fault',
    status: 502,
    title: 'The connected system does not answer',
    remedy: 'Check its address and whether it is up; work for it waits and goes on by itself.',
  },
  CONNECTOR_LIMITED: {
    kind: 'fault',
    status: 503,
    title: 'The connected system asks us to slow down',
    remedy:
      'Nothing: work for it goes on after the pause. If it happens often, lower the budget of the ' +
      'connection.',
  },
  CONNECTOR_REAUTH: {
    kind: 'fault',
    status: 502,
    title: 'The connected system refuses the credentials',
    remedy: 'Sign the connection in again, or renew its key; work for it waits until then.',
  },
  CONNECTOR_CONFIG: {
    kind: 'fault',
    status: 502,
    title: 'The connected system refuses the settings',
    remedy:
      'Correct the setting that the message names (company, permission, module), then test the ' +
      'connection.',
  },
  INTERNAL: {
    kind: 'fault',
    status: 500,
    title: 'The product failed',
    remedy: 'Repeat the call later; if it fails again, report the trace id of the answer.',
  },
} as const satisfies Record<string, CatalogueEntry>
