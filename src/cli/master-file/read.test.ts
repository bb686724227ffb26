import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serial, styles, workbook } from '../../../test/support/workbook.ts'
import { CommandFailure } from '../context.ts'
import { readMasterFile } from './read.ts'
import { unpackedBytes } from './xlsx-parts.ts'

const nothing = { kind: null, validFrom: null }
const read = (file: string, text: string | Buffer, wanted: Partial<typeof nothing> = {}) =>
  readMasterFile(file, Buffer.from(text), { ...nothing, ...wanted } as typeof nothing)

function faultsOf(file: string, text: string | Buffer): string[] {
  try {
    read(file, text)
  } catch (error) {
    assert.ok(error instanceof CommandFailure)
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.trim())
  }
  return assert.fail('the file was taken')
}

const rateHead = 'id,validFrom,validTo,kind,level,laborCategory,currency,amount'
const seniors = {
  kind: 'rate',
  recordId: 'R1',
  validFrom: '2027-01-01',
  validUntil: '2028-01-01',
  body: {
    ...{
      kind: 'bill',
      level: 'role',
      workerId: null,
      laborCategory: 'senior',
      taskId: null,
      projectId: null,
    },
    ...{
      clientId: null,
      contractId: null,
      currency: 'EUR',
      region: null,
      legalEntity: null,
      amount: '95.50',
    },
  },
}

test('a card says the same as YAML, as CSV with either separator, and as a workbook', () => {
  const yaml = `- record: rate
  id: R1
  validFrom: 2027-01-01
  validTo: 2027-12-31   # the last day
  kind: bill
  level: role
  laborCategory: senior
  currency: EUR
  amount: 95.50
`
  const csv = `\uFEFF${rateHead}\r\nR1,2027-01-01,2027-12-31,bill,role,senior,EUR,95.50\r\n\r\n`
  const sheets = {
    Rates: [
      rateHead.split(','),
      ['R1', serial('46388'), serial('46752'), 'bill', 'role', 'senior', 'EUR', 95.5],
    ],
    '# notes': [['agreed in autumn']],
  }
  assert.deepEqual(read('card.yaml', yaml).changes, [seniors])
  assert.deepEqual(read('rates 2027.csv', csv).changes, [seniors])
  assert.deepEqual(read('/tmp/x/rate.csv', csv.replaceAll(',', ';')).changes, [seniors])
  const [fromBook] = read('card.xlsx', workbook(sheets)).changes
  assert.deepEqual(fromBook, { ...seniors, body: { ...seniors.body, amount: '95.5' } })
})

test('rows with one id and the same days are one record with a list', () => {
  const csv = `id,validFrom,name,holidays.on,holidays.name,weekend
DE-BE,always,Berlin,2027-01-01,New Year,6|7
DE-BE,always,,2027-03-08,Women's Day,
`
  assert.deepEqual(read('calendars.csv', csv).changes, [
    {
      kind: 'calendar',
      recordId: 'DE-BE',
      validFrom: '0001-01-01',
      validUntil: null,
      body: {
        name: 'Berlin',
        weekend: [6, 7],
        holidays: [
          { on: '2027-01-01', name: 'New Year' },
          { on: '2027-03-08', name: "Women's Day" },
        ],
      },
    },
  ])
})

test('every fault of a table is told with row, column and remedy, all at once', () => {
  const csv = `${rateHead}
R1,2027-01-01,,bill,role,senior,EUR,"1.095,50"
R2,1.7.2027,,bill,role,senior,EUR,95
,2027-01-01,,bill,role,senior,EUR,95
R4,2027-01-01,2026-12-31,bill,role,senior,EUR,95
R5,2027-01-01,,bill,boss,senior,EUR,95
R6,2027-01-01,,bill,role,senior,,95
R6,2027-01-01,,bill,role,junior,EUR,95
`
  assert.deepEqual(faultsOf('rates.csv', csv), [
    'the file, row 3, column B (validFrom): validFrom 1.7.2027 is no day. Write it as 2026-12-31',
    "the file, row 4, column A (id): id is missing. Say the firm's own code of the record",
    'the file, row 5, column C (validTo): validTo lies before validFrom. Correct one of them',
    'the file, row 2, column H (amount): 1.095,50 has a comma. Write 1095.50',
    'the file, row 6, column E (level): level must be one of "person", "role", "task", "project", "client", "default". Correct the rate R5',
    'the file, row 8, column F (laborCategory): junior is not what an earlier row of the same record says. Rows with one id and the same days are one record: correct one, or its days',
  ])
  const names = faultsOf('rates.csv', 'id,amout,validFrom,terms\nR1,1,always,x\n')
  assert.match(names[0]!, /column B: amout is no field of a rate\. Known are id, validFrom/)
  assert.match(faultsOf('contracts.csv', 'id,terms.lines\nC,x\n')[0]!, /fits into no table\. Write .* YAML/)
  assert.match(faultsOf('things.csv', 'id\n1\n')[0]!, /things is no kind of record/)
  assert.match(faultsOf('rates.csv', 'id,validFrom\nR1,"2027-01-01\n')[0]!, /quotes/)
  assert.match(
    faultsOf('rates.csv', Buffer.from([0x69, 0x64, 0x0a, 0xe4]))[0]!,
    /not UTF-8\. Save it as UTF-8/,
  )
})

test('faults of YAML are told with their lines', () => {
  const yaml = `- record: rate
  id: R1
  validFrom: 2027-01-01
  kind: bill
  level: role
  currency: EUR
  amount: 95,50
- record: exchange_rates
  id: F1
- record: calendar
  id: X
  name: X
  weekend: [saturday]
- record: client
  id: ACME
  ended: true
  validFrom: always
  name: Acme
- record: client
  id: BETA
`
  assert.deepEqual(faultsOf('x.yaml', yaml), [
    'line 7: /amount must be a plain decimal within the allowed digits, such as "7.25". Correct the rate R1',
    'line 8: exchange_rates is no kind of record. Say which kind it is: "record: rate"',
    'line 10: validFrom is not said. Say the first day, or "always"; --valid-from DAY says it for all that do not',
    'line 18: a record that ends has no fields. Take the fields out, or "ended"',
    'line 19: validFrom is not said. Say the first day, or "always"; --valid-from DAY says it for all that do not',
  ])
  assert.match(faultsOf('x.yaml', '- record: [\n')[0]!, /^line [12]: .*YAML 1\.2/)
  assert.match(
    faultsOf('x.yaml', '- &a\n  record: client\n  id: A\n  validFrom: always\n  name: *a\n')[0]!,
    /alias/,
  )
  assert.match(faultsOf('x.yaml', 'record: client\n')[0]!, /no list of records/)
})

test('a file says where each of its statements stands', () => {
  const csv = `id,validFrom,name,holidays.on\nX,always,X,2027-01-01\nX,always,,2027-01-06\n`
  const one = read('calendar.csv', csv)
  assert.equal(one.placeOf(0, '/body/holidays/1/on'), 'the file, row 3, column D (holidays.on)')
  assert.equal(one.placeOf(0, '/body'), 'the file, row 2')
})

test('numbers of a workbook are the decimals that they mean, and days are days', () => {
  const head = ['id', 'validFrom', 'from', 'to', 'rate']
  const rates = (cells: Parameters<typeof workbook>[0][string], more = {}) =>
    read('x.xlsx', workbook({ exchange_rate: [head, ...cells] }, more)).changes.map((one) => [
      one.validFrom,
      (one.body as { rate: string }).rate,
    ])
  const row = (day: Parameters<typeof workbook>[0][string][number][number], rate: typeof day) => [
    'F',
    day,
    'EUR',
    'USD',
    rate,
  ]
  assert.deepEqual(rates([row(serial('46388'), { v: '1.1000000000000001' })]), [['2027-01-01', '1.1']])
  assert.deepEqual(rates([row(serial('59'), { v: '1.5E-3' })]), [['1900-02-28', '0.0015']])
  assert.deepEqual(rates([row({ v: '61', s: styles.ownDay }, { v: '1.25', f: '5/4' })]), [
    ['1900-03-01', '1.25'],
  ])
  assert.deepEqual(rates([row({ t: 'd', v: '2027-01-01' }, '1.10')]), [['2027-01-01', '1.10']])
  assert.deepEqual(rates([row(serial('0'), 1)], { from1904: true }), [['1904-01-01', '1']])
  const fault = (day: Parameters<typeof row>[0], rate: Parameters<typeof row>[0]) =>
    faultsOf('x.xlsx', workbook({ exchange_rate: [head, row(day, rate)] }))[0]!
  const sound = serial('46388')
  assert.match(fault(serial('60'), 1), /sheet exchange_rate, row 2, column B \(validFrom\): 60 is no day/)
  assert.match(fault(serial('46388.5'), 1), /a moment and no day/)
  assert.match(fault(46388, 1), /46388 is no day/)
  assert.match(fault(sound, { v: '0.30000000000000004' }), /rate must be a plain decimal/)
  assert.match(fault(sound, { v: '1.2345678901234567890123' }), /more digits than a spreadsheet keeps/)
  assert.match(fault(sound, { v: '#REF!', t: 'e' }), /the formula comes to #REF!/)
  assert.match(fault(sound, { v: '', f: 'A1' }), /never calculated/)
  assert.match(fault(sound, { v: '0.19', s: styles.percent }), /percentage/)
  assert.match(fault(sound, serial('46389')), /the date 2027-01-02 here/)
  assert.match(fault(sound, '1,10'), /Write 1\.10/)
  const zeros = workbook({
    client: [
      ['id', 'validFrom'],
      [{ v: '7', s: styles.zeros }, sound],
    ],
  })
  assert.match(faultsOf('x.xlsx', zeros)[0]!, /zeros in front/)
})

test('what is no workbook, or would unpack to gigabytes, is refused before it is unpacked', () => {
  assert.match(faultsOf('x.xlsx', 'PK nonsense')[0]!, /no workbook/)
  assert.match(faultsOf('x.xlsx', Buffer.from('d0cf11e0a1b11ae1', 'hex'))[0]!, /password/)
  const doctype = '<!DOCTYPE sst [<!ENTITY a "aa">]><sst><si><t>&a;</t></si></sst>'
  const book = workbook({ client: [['id']] }, { parts: { 'xl/sharedStrings.xml': doctype } })
  assert.match(faultsOf('x.xlsx', book)[0]!, /declares a document type/)
  const bomb = workbook({ client: [['id']] })
  // The size that the directory announces for its first part: more than may be unpacked.
  bomb.writeUInt32LE(unpackedBytes + 1, bomb.indexOf(Buffer.from('504b0102', 'hex')) + 24)
  assert.match(faultsOf('x.xlsx', bomb)[0]!, /unpacks to more than/)
  const liar = workbook({
    client: [
      ['id', 'validFrom'],
      ['A', 'always'],
    ],
  })
  liar.writeUInt32LE(10, liar.indexOf(Buffer.from('504b0102', 'hex')) + 24)
  assert.ok(faultsOf('x.xlsx', liar).length > 0, 'a part longer than announced is cut, not grown')
  assert.match(faultsOf('x.yaml', Buffer.alloc(20_971_521, 32))[0]!, /more than 20971520 bytes/)
  assert.match(faultsOf('x.doc', 'x')[0]!, /\.yaml, \.csv or \.xlsx/)
})
