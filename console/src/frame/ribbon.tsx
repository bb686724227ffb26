const meanings: Readonly<Record<string, string>> = {
  sandbox: 'a simulated firm and a simulated ERP; nothing here reaches a client',
  test: 'a test installation; its figures are not the books',
  training: 'an installation for training; its figures are not the books',
}

/** Everything that is not production says so on every page. */
export function EnvironmentRibbon({ environment }: { environment: string | undefined }) {
  if (environment === undefined || environment === 'production') return null
  return (
    <div className="ribbon" role="note" aria-label="Environment">
      <strong>{environment}</strong>
      <span>{meanings[environment] ?? 'not a production installation'}</span>
    </div>
  )
}
