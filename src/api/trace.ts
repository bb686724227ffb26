const incoming = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/
const zeros = /^0+$/

export type Trace = { readonly traceId: string; readonly spanId: string }

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

/** W3C Trace Context: continues the caller's trace with a span of our own, or starts one. */
export function traceOf(header: unknown, random: (bytes: number) => Uint8Array): Trace {
  const match = typeof header === 'string' ? incoming.exec(header) : null
  const valid = match !== null && !zeros.test(match[1]!) && !zeros.test(match[2]!)
  return { traceId: valid ? match[1]! : hexOf(random(16)), spanId: hexOf(random(8)) }
}

export function traceparent(trace: Trace): string {
  return `00-${trace.traceId}-${trace.spanId}-01`
}
