/** Groups in the order in which their first member comes, by the texts of their keys. */
export function groupBy<Item, Key extends string>(
  items: readonly Item[],
  keys: readonly Key[],
  textOf: (item: Item, key: Key) => string | null,
): Item[][] {
  const found = new Map<string, Item[]>()
  for (const item of items) {
    const key = JSON.stringify(keys.map((one) => textOf(item, one)))
    const group = found.get(key)
    if (group === undefined) found.set(key, [item])
    else group.push(item)
  }
  return [...found.values()]
}

/**
 * The longest beginning of the keys that makes no more groups than allowed: the last key is dropped first. With none
 * left everything is one group, as far as `apart` lets it be.
 */
export function keysWithin<Item, Key extends string>(
  items: readonly Item[],
  keys: readonly Key[],
  most: number,
  textOf: (item: Item, key: Key) => string | null,
): readonly Key[] {
  for (let length = keys.length; length > 0; length--) {
    const tried = keys.slice(0, length)
    if (groupBy(items, tried, textOf).length <= most) return tried
  }
  return []
}

/** Names in braces are replaced; a name that nothing is known of is left out, with the blanks around it made one. */
export function narrate(template: string, names: Readonly<Record<string, string | null>>): string {
  const filled = template.replace(/\{([A-Za-z]+)\}/g, (_, name: string) => names[name] ?? '')
  return filled
    .replace(/[ \t]+/g, ' ')
    .replace(/ ([,;:.])/g, '$1')
    .trim()
}

/** Names in braces that a template uses. */
export function namesOf(template: string): string[] {
  return [...template.matchAll(/\{([A-Za-z]+)\}/g)].map((match) => match[1]!)
}

const longestText = 500

/** A text of at most 500 letters; what is longer is cut at a word. */
export function shortened(text: string): string {
  if (text.length <= longestText) return text
  const cut = text.slice(0, longestText - 1)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), longestText / 2))}…`
}
