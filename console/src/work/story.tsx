/** Why an amount is what it is. Rates that lost stand back behind the one that won. */
export function Story({ lines }: { lines: readonly string[] }) {
  if (lines.length === 0) return <p className="quiet">Nothing is told about this amount.</p>
  return (
    <ul className="story">
      {lines.map((line) => (
        <li key={line} className={/ lost: /.test(line) ? 'lost' : undefined} dir="auto">
          {line}
        </li>
      ))}
    </ul>
  )
}
