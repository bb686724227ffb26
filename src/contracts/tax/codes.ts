import { type Decimal, decimal } from '../../kernel/decimal.ts'
import type { TaxCode } from '../../model/scenario/tax.ts'
import type { AppliedTax } from './totals.ts'

const none: Decimal = { coefficient: 0n, scale: 0 }
const whole: Decimal = { coefficient: 100n, scale: 0 }

/** What stands in no tax: without a code it is outside of the scope. */
export const untaxed: AppliedTax = {
  code: null,
  rate: none,
  share: whole,
  levies: [],
  treatment: 'outside_scope',
  note: null,
}

type Dated = { readonly from?: string; readonly to?: string; readonly learned?: number }

/** Both days are included. */
export function isLive(one: Dated, on: string): boolean {
  return (one.from === undefined || one.from <= on) && (one.to === undefined || on <= one.to)
}

/** The version of a code that is live on a day: of several the one learned last, of equals the later one listed. */
export function codeOn(codes: readonly TaxCode[], id: string, on: string): TaxCode | null {
  let found: TaxCode | null = null
  for (const one of codes) {
    if (one.id !== id || !isLive(one, on)) continue
    if (found === null || (one.learned ?? 0) >= (found.learned ?? 0)) found = one
  }
  return found
}

/**
 * The code that a place charges for a class of service: a code of that part of a country before one of the country,
 * a code that names the class before one that names none. Null where there is none, or two are as near as each other.
 */
export function codeOfPlace(
  codes: readonly TaxCode[],
  place: string,
  serviceClass: string | null,
  on: string,
): TaxCode | null {
  const ids = new Set(codes.filter((one) => one.kind !== 'withheld').map((one) => one.id))
  let best: { code: TaxCode; nearness: number }[] = []
  for (const id of ids) {
    const code = codeOn(codes, id, on)
    if (code === null) continue
    const nearness = nearnessOf(code, place, serviceClass)
    if (nearness === null || nearness < (best[0]?.nearness ?? 0)) continue
    best = nearness === best[0]?.nearness ? [...best, { code, nearness }] : [{ code, nearness }]
  }
  return best.length === 1 ? best[0]!.code : null
}

function nearnessOf(code: TaxCode, place: string, serviceClass: string | null): number | null {
  if (code.place !== place && code.place !== countryOf(place)) return null
  const named = code.serviceClasses !== undefined
  if (named && (serviceClass === null || !code.serviceClasses!.includes(serviceClass))) return null
  return (code.place === place ? 2 : 0) + (named ? 1 : 0)
}

export function countryOf(place: string): string {
  return place.slice(0, 2)
}

/** A code as it is charged. Withheld codes are never charged; ask for them with `withheldFrom`. */
export function applied(code: TaxCode, treatment: string, note: string | null): AppliedTax {
  const told = note ?? code.note ?? null
  if (treatment !== 'charge')
    return { code: code.id, rate: none, share: whole, levies: [], treatment, note: told }
  return {
    code: code.id,
    rate: decimal(code.rate),
    share: decimal(code.share ?? '100'),
    levies: (code.levies ?? []).map((levy) => ({
      id: levy.id,
      rate: decimal(levy.rate),
      on: levy.on ?? 'net',
    })),
    treatment,
    note: told,
  }
}
