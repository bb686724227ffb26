/** Who works for whom on the engagements whose agreements are more than hours at a rate. */

export type EntityCode = 'HRE' | 'HRU'
export type Engagement = {
  readonly project: string
  readonly name: string
  readonly client: string
  readonly entity: EntityCode
  /** Named T1, T2, ... behind the project. */
  readonly tasks: readonly string[]
}

/** Their rates are those of everybody of their category. Nobody has a rate for the specialist. */
export const people = [
  { code: 'W-951', name: 'Clara Wendt', entity: 'HRE', category: 'consultant', cost: '52.00' },
  { code: 'W-952', name: 'Matteo Ferri', entity: 'HRE', category: 'principal', cost: '96.50' },
  { code: 'W-953', name: 'Jana Kolbe', entity: 'HRE', category: 'junior', cost: '39.80' },
  { code: 'W-954', name: 'Lukas Brenner', entity: 'HRE', category: 'consultant', cost: '54.25' },
  { code: 'W-955', name: 'Niamh Carroll', entity: 'HRU', category: 'consultant', cost: '47.00' },
  { code: 'W-956', name: 'Oliver Tate', entity: 'HRU', category: 'principal', cost: '88.00' },
  { code: 'W-957', name: 'Priya Nair', entity: 'HRU', category: 'specialist', cost: '71.00' },
  { code: 'W-958', name: 'Sofia Marquardt', entity: 'HRE', category: 'consultant', cost: '51.25' },
  { code: 'W-959', name: 'Henrik Aalders', entity: 'HRE', category: 'consultant', cost: '49.90' },
] as const satisfies readonly {
  readonly code: string
  readonly name: string
  readonly entity: EntityCode
  readonly category: string
  readonly cost: string
}[]

export const clients = [
  { code: 'C-016', name: 'Quellwerk Brauerei', entity: 'HRE' },
  { code: 'C-017', name: 'Sankt Ansgar Kliniken', entity: 'HRE' },
  { code: 'C-018', name: 'Vellmar Maschinenbau', entity: 'HRE' },
  { code: 'C-019', name: 'Rheinufer Stadtwerke', entity: 'HRE' },
  { code: 'C-020', name: 'Haldane Academy Trust', entity: 'HRU' },
  { code: 'C-021', name: 'Tannwald Optik', entity: 'HRE' },
  { code: 'C-022', name: 'Osthafen Reederei', entity: 'HRE' },
  { code: 'C-023', name: 'Birkenfeld Verlag', entity: 'HRE' },
  { code: 'C-024', name: 'Thornbury Rail Signals', entity: 'HRU' },
  { code: 'C-025', name: 'Lautertal Versicherung', entity: 'HRE' },
  { code: 'C-026', name: 'Greifen Logistik', entity: 'HRE' },
  { code: 'C-027', name: 'Marwood & Sons Engineering', entity: 'HRU' },
  { code: 'C-028', name: 'Moorhof Windparks', entity: 'HRE' },
] as const satisfies readonly { readonly code: string; readonly name: string; readonly entity: EntityCode }[]

export const engagements: readonly Engagement[] = [
  {
    project: 'P-031',
    name: 'Quellwerk Brauerei Warehouse rollout',
    client: 'C-016',
    entity: 'HRE',
    tasks: ['Build', 'Workshops'],
  },
  {
    project: 'P-032',
    name: 'Sankt Ansgar Kliniken Patient portal',
    client: 'C-017',
    entity: 'HRE',
    tasks: ['Build', 'Change requests'],
  },
  {
    project: 'P-033',
    name: 'Sankt Ansgar Kliniken Archive move',
    client: 'C-017',
    entity: 'HRE',
    tasks: ['Migration'],
  },
  {
    project: 'P-034',
    name: 'Vellmar Maschinenbau Configurator',
    client: 'C-018',
    entity: 'HRE',
    tasks: ['Concept', 'Build'],
  },
  {
    project: 'P-035',
    name: 'Rheinufer Stadtwerke Support hours',
    client: 'C-019',
    entity: 'HRE',
    tasks: ['Support'],
  },
  {
    project: 'P-036',
    name: 'Haldane Academy Trust Advisory budget',
    client: 'C-020',
    entity: 'HRU',
    tasks: ['Advice'],
  },
  {
    project: 'P-037',
    name: 'Tannwald Optik Managed reporting',
    client: 'C-021',
    entity: 'HRE',
    tasks: ['Operations'],
  },
  {
    project: 'P-038',
    name: 'Osthafen Reederei Berth planning',
    client: 'C-022',
    entity: 'HRE',
    tasks: ['Delivery', 'Field study'],
  },
  {
    project: 'P-039',
    name: 'Birkenfeld Verlag Editorial systems',
    client: 'C-023',
    entity: 'HRE',
    tasks: ['Support'],
  },
  {
    project: 'P-040',
    name: 'Thornbury Rail Signals Cutover weekend',
    client: 'C-024',
    entity: 'HRU',
    tasks: ['Cutover', 'Travel time'],
  },
  {
    project: 'P-041',
    name: 'Lautertal Versicherung Claims desk',
    client: 'C-025',
    entity: 'HRE',
    tasks: ['Delivery'],
  },
  {
    project: 'P-042',
    name: 'Greifen Logistik Yard control',
    client: 'C-026',
    entity: 'HRE',
    tasks: ['Build'],
  },
  {
    project: 'P-043',
    name: 'Marwood & Sons Engineering Order system',
    client: 'C-027',
    entity: 'HRU',
    tasks: ['Implementation', 'Change requests', 'Handover'],
  },
  {
    project: 'P-044',
    name: 'Moorhof Windparks Turbine survey',
    client: 'C-028',
    entity: 'HRE',
    tasks: ['Survey'],
  },
]
