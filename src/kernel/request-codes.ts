import type { CatalogueEntry } from './error-catalogue.ts'

/** What a caller of the API is told, with its HTTP status. */
export const requestCodes = {
  MALFORMED_JSON: {
    kind: 'request',
    status: 400,
    title: 'The body is not JSON',
    remedy: 'Send one JSON value in UTF-8; the answer names the place where reading stopped.',
  },
  SCHEMA_VIOLATION: {
    kind: 'request',
    status: 400,
    title: 'The body breaks the schema',
    remedy: 'Correct the field that the answer names; the schema is in /openapi.json.',
  },
  UNKNOWN_FIELD: {
    kind: 'request',
    status: 400,
    title: 'The body has a field the schema does not know',
    remedy: 'Remove the field, or spell it as the schema does; nothing is ignored silently.',
  },
  DECIMAL_AS_NUMBER: {
    kind: 'request',
    status: 400,
    title: 'A JSON number stands where a decimal string belongs',
    remedy: 'Send the amount or quantity as text, such as "7.25": a JSON number would lose digits.',
  },
  BODY_TOO_LARGE: {
    kind: 'request',
    status: 413,
    title: 'The body is larger than the limit',
    remedy: 'Send fewer entries per call; the limits are in the reference.',
  },
  IDEMPOTENCY_KEY_MISSING: {
    kind: 'request',
    status: 400,
    title: 'The header Idempotency-Key is missing',
    remedy: 'Send an Idempotency-Key of your own, the same one when you repeat the same call.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    kind: 'request',
    status: 422,
    title: 'The Idempotency-Key was used for another body',
    remedy: 'Use a new key for new content; repeat a call only with the body it had.',
  },
  IDEMPOTENCY_IN_FLIGHT: {
    kind: 'request',
    status: 409,
    title: 'The first call with this Idempotency-Key still runs',
    remedy: 'Wait for as long as Retry-After says and repeat the call with the same key and body.',
  },
  UNAUTHENTICATED: {
    kind: 'request',
    status: 401,
    title: 'No valid credentials',
    remedy: 'Sign in, or send an API key that has not expired or been withdrawn.',
  },
  FORBIDDEN: {
    kind: 'request',
    status: 403,
    title: 'The permission is missing',
    remedy: 'Ask an administrator for a role with the permission that the answer names.',
  },
  NOT_FOUND: {
    kind: 'request',
    status: 404,
    title: 'There is no such thing',
    remedy: 'Check the id and the path; the list that it belongs to shows what exists.',
  },
  CONFLICT: {
    kind: 'request',
    status: 409,
    title: 'It changed in the meantime',
    remedy: 'Read it again, and repeat the change on what you find.',
  },
  RATE_LIMITED: {
    kind: 'request',
    status: 429,
    title: 'Too many calls',
    remedy: 'Wait for as long as Retry-After says; the RateLimit headers show what is left.',
  },
  BAD_SIGNATURE: {
    kind: 'request',
    status: 401,
    title: 'The signature of the webhook is wrong',
    remedy: 'Compare the signing secret of the connection with the one in the sending system.',
  },
  STALE_WEBHOOK: {
    kind: 'request',
    status: 401,
    title: 'The webhook was signed too long ago',
    remedy: "Set the sender's clock, and have it sign every delivery anew.",
  },
  UNSUPPORTED_MEDIA_TYPE: {
    kind: 'request',
    status: 415,
    title: 'The content type is not supported',
    remedy: 'Send Content-Type: application/json.',
  },
  RUN_NOT_RELEASABLE: {
    kind: 'request',
    status: 409,
    title: 'The run cannot be released now',
    remedy: 'Settle what the answer lists (open drafts, breaks, documents in doubt), then release again.',
  },
  DOCUMENT_CHANGED: {
    kind: 'request',
    status: 409,
    title: 'The document is not the one that was looked at',
    remedy: 'Read the document again, and release the version you have read.',
  },
  OWN_PROPOSAL: {
    kind: 'request',
    status: 403,
    title: 'Who proposed a change does not decide about it',
    remedy: 'Have somebody else decide, or withdraw the proposal.',
  },
  PROPOSAL_OVERTAKEN: {
    kind: 'request',
    status: 409,
    title: 'What the proposal changes is known otherwise by now',
    remedy:
      'Read its difference again; then approve it with the position of that answer as `confirmedAt`, or propose it anew.',
  },
  NOT_ADJUSTABLE: {
    kind: 'request',
    status: 409,
    title: 'The work cannot be written up, down or off like that',
    remedy: 'Do what the answer says at each place that it names, or leave that work out; then ask again.',
  },
  EFFECT_MOVED: {
    kind: 'request',
    status: 409,
    title: 'The adjustment comes to something else by now',
    remedy:
      'Ask for its effect again; then approve it with the amounts of that answer as `confirmed`, or decline it.',
  },
  EVENTS_CLEARED: {
    kind: 'request',
    status: 410,
    title: 'These events are no longer kept',
    remedy: 'Start from the oldest that is kept, and read what stands now from the lists of the API.',
  },
} as const satisfies Record<string, CatalogueEntry>
