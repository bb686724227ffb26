import { Alert, Stack, Text } from '@mantine/core'
import { IconAlertHexagon, IconClock, IconQuestionMark } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { api, taken } from '../api/client.ts'
import { useMay } from '../api/session.tsx'
import type { BillingDocument } from '../api/shapes.ts'
import { titleOfCode } from '../cases/words.ts'
import { TextLink } from '../frame/link.tsx'

/** Why a document cannot go on, and what cures it. */
export function Obstacle({ document }: { document: BillingDocument }) {
  if (document.status === 'discarded') return null
  if (document.blocked !== null) return <Blocked document={document} code={document.blocked} />
  if (document.sending === 'in_doubt') {
    return (
      <Alert color="red" icon={<IconQuestionMark size={18} />} title="The ERP has not answered">
        <Text size="sm">
          It may have done the write or not. It is looked up by its reference, and never sent again before
          that is settled: a stuck document is better than a duplicate.
        </Text>
      </Alert>
    )
  }
  if (document.status === 'drafted' && document.sentVersion !== document.version) {
    return (
      <Alert color="harbour" icon={<IconClock size={18} />} title="The draft in the ERP is being rewritten">
        <Text size="sm">Work on it changed. It can be released as soon as the ERP has the new version.</Text>
      </Alert>
    )
  }
  return null
}

function Blocked({ document, code }: { document: BillingDocument; code: string }) {
  const may = useMay('case.read')
  const cases = useQuery({
    queryKey: ['cases', 'of', document.documentId],
    queryFn: () =>
      taken(
        api.GET('/api/v1/cases', { params: { query: { subjectId: document.documentId, state: 'open' } } }),
      ),
    enabled: may,
  })
  const found = cases.data?.items.find((each) => each.code === code) ?? cases.data?.items[0]
  return (
    <Alert
      color="orange"
      icon={<IconAlertHexagon size={18} />}
      title={`Blocked: ${found?.title ?? titleOfCode(code)}`}
    >
      <Stack gap={4}>
        <Text size="sm">
          {found?.remedy ?? 'A case stops this document. Whoever may see cases finds its remedy there.'}
        </Text>
        {found === undefined ? null : (
          <TextLink to="/cases/$caseId" params={{ caseId: found.caseId }} size="sm">
            Open the case
          </TextLink>
        )}
      </Stack>
    </Alert>
  )
}
