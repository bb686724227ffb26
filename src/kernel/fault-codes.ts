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
