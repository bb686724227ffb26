import pg from 'pg'

const oid = {
  int8: 20,
  int8Array: 1016,
  date: 1082,
  dateArray: 1182,
  timestamp: 1114,
  numericArray: 1231,
  textArray: 1009,
} as const

const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  [oid.int8]: BigInt,
  [oid.int8Array]: (text) => textArray(text).map((item) => (item === null ? null : BigInt(item))),
  // A business day is a string here; the driver would make it midnight of this machine's time zone.
  [oid.date]: (text) => text,
  [oid.dateArray]: (text) => textArray(text),
  // Instants are stored with a time zone; a value without one is not guessed at.
  [oid.timestamp]: (text) => text,
  // The driver reads arrays of exact numbers through a double.
  [oid.numericArray]: (text) => textArray(text),
}

const textArray = pg.types.getTypeParser(oid.textArray as number as 25) as unknown as (
  text: string,
) => (string | null)[]

/**
 * How columns arrive: int8 as bigint, numeric as text, date as text, timestamptz as Date, bytea as Buffer,
 * and arrays of them likewise.
 */
export const columnTypes = {
  getTypeParser(id: number, format?: 'text' | 'binary') {
    const own = format === 'binary' ? undefined : parsers[id]
    return own ?? pg.types.getTypeParser(id, format as 'text')
  },
} as pg.CustomTypesConfig
