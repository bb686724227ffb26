import { Button, Code, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, taken } from '../api/client.ts'
import { useMay } from '../api/session.tsx'
import { Section } from '../frame/facts.tsx'
import { Found } from '../frame/states.tsx'

/** Indented when it is JSON. Figures stay as the source wrote them, because nothing is parsed into numbers. */
function readable(text: string): string {
  let depth = 0
  let quoted = false
  let out = ''
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]!
    if (quoted) {
      out += sign
      if (sign === '\\') out += text[++at] ?? ''
      else if (sign === '"') quoted = false
    } else if (sign === '"') {
      quoted = true
      out += sign
    } else if (sign === '{' || sign === '[') {
      const end = sign === '{' ? '}' : ']'
      const next = text.slice(at + 1).trimStart()
      if (next.startsWith(end)) {
        out += sign + end
        at = text.indexOf(end, at)
      } else {
        depth += 1
        out += `${sign}\n${'  '.repeat(depth)}`
      }
    } else if (sign === '}' || sign === ']') {
      depth = Math.max(0, depth - 1)
      out += `\n${'  '.repeat(depth)}${sign}`
    } else if (sign === ',') out += `,\n${'  '.repeat(depth)}`
    else if (sign === ':') out += ': '
    else if (!/\s/.test(sign)) out += sign
  }
  return out
}

export function SourcePayload({ workId }: { workId: string }) {
  const may = useMay('payload.read')
  const [wanted, setWanted] = useState(false)
  const payload = useQuery({
    queryKey: ['payload', workId],
    queryFn: () => taken(api.GET('/api/v1/work/{workId}/payload', { params: { path: { workId } } })),
    enabled: may && wanted,
  })
  return (
    <Section
      title="What the source sent"
      aside={
        may && !wanted ? (
          <Button size="xs" variant="default" onClick={() => setWanted(true)}>
            Show
          </Button>
        ) : null
      }
    >
      {!may ? (
        <Text size="sm" className="quiet">
          The source's own text may hold personal data. It is shown to those with the permission payload.read.
        </Text>
      ) : !wanted ? (
        <Text size="sm" className="quiet">
          The bytes of the latest revision, kept sealed. They may hold personal data.
        </Text>
      ) : (
        <Found query={payload} rows={4}>
          {({ text, position }) =>
            text === null ? (
              <Text size="sm" className="quiet">
                It was erased. Its digest at position {position} of the log still proves what was decided on
                it.
              </Text>
            ) : (
              <>
                <Code block className="payload" dir="auto">
                  {/^\s*[{[]/.test(text) ? readable(text) : text}
                </Code>
                <Text size="xs" className="quiet" mt={6}>
                  Position {position} of the log
                </Text>
              </>
            )
          }
        </Found>
      )}
    </Section>
  )
}
