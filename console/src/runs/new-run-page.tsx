import { Alert, Button, Group, Paper, Select, Stack, Text } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { api, taken } from '../api/client.ts'
import { useChoices } from '../api/masters.ts'
import { useMay } from '../api/session.tsx'
import { monthText, nextMonth, recentMonths } from '../figures/dates.tsx'
import { totals } from '../figures/exact.ts'
import { Amounts } from '../figures/figures.tsx'
import { ConfirmButton } from '../frame/confirm.tsx'
import { told } from '../frame/notify.tsx'
import { Page } from '../frame/page.tsx'
import { Loading, ProblemNotice } from '../frame/states.tsx'
import { DryRunResult } from './dry-run-result.tsx'

const scopes = [
  { value: 'all', label: 'Everything' },
  { value: 'client', label: 'Client' },
  { value: 'contract', label: 'Contract' },
  { value: 'legal_entity', label: 'Legal entity' },
] as const
type Scope = (typeof scopes)[number]['value']

function wantedOf(month: string, scope: Scope, id: string | null) {
  const key = { client: 'clientId', contract: 'contractId', legal_entity: 'legalEntity' } as const
  return {
    selection: scope === 'all' || id === null ? {} : { [key[scope]]: id },
    period: { from: `${month}-01`, until: `${nextMonth(month)}-01` },
    cutOff: null,
  }
}

export function NewRunPage() {
  const may = useMay('run.start')
  const navigate = useNavigate()
  const months = useMemo(() => recentMonths(18), [])
  const [month, setMonth] = useState(months[1]!.value)
  const [scope, setScope] = useState<Scope>('all')
  const [id, setId] = useState<string | null>(null)
  const wanted = wantedOf(month, scope, id)
  const looking = useMutation({
    mutationFn: () => taken(api.POST('/api/v1/runs/dry-run', { body: wanted })),
  })
  const chosen = scope === 'all' || id !== null
  const change = (apply: () => void) => {
    apply()
    // What was shown was for another choice.
    looking.reset()
  }
  const found = looking.data
  return (
    <Page
      back={{ to: '/runs', label: 'Billing runs' }}
      title="Start a run"
      windowTitle="Start a run"
      lead="First look at what it would bill. Only the second step makes pre-bills, and only a release issues them."
    >
      {may ? null : (
        <Alert color="gray" title="You cannot start a run">
          It needs the permission run.start, which the role finance operations has. Releasing is kept apart
          from it.
        </Alert>
      )}
      <Paper p="md">
        <Stack gap="md">
          <Group align="flex-end" gap="md">
            <Select
              label="Month"
              data={months}
              value={month}
              allowDeselect={false}
              searchable
              onChange={(value) => value !== null && change(() => setMonth(value))}
              w={{ base: '100%', xs: 200 }}
            />
            <Select
              label="For"
              data={[...scopes]}
              value={scope}
              allowDeselect={false}
              onChange={(value) =>
                change(() => {
                  setScope(value as Scope)
                  setId(null)
                })
              }
              w={{ base: '100%', xs: 160 }}
            />
            {scope === 'all' ? null : (
              <ScopeChoice scope={scope} id={id} choose={(value) => change(() => setId(value))} />
            )}
          </Group>
          <Group>
            <Button
              leftSection={<IconEye size={16} />}
              variant={found === undefined ? 'filled' : 'default'}
              disabled={!may || !chosen}
              loading={looking.isPending}
              onClick={() => looking.mutate()}
            >
              Show what it would bill
            </Button>
            {found === undefined || found.documents.length === 0 ? null : (
              <ConfirmButton
                label={`Start the run: ${found.documents.length} ${found.documents.length === 1 ? 'pre-bill' : 'pre-bills'}`}
                title={`Start the run for ${monthText(month)}`}
                confirm="Start the run"
                act={(key) =>
                  taken(api.POST('/api/v1/runs', { headers: { 'Idempotency-Key': key }, body: wanted }))
                }
                done={({ runId, documents }) => {
                  told(
                    'The run is started',
                    `${documents} pre-bills; their drafts are being made in the ERP.`,
                  )
                  void navigate({ to: '/runs/$runId', params: { runId } })
                }}
              >
                <Text size="sm">
                  It freezes what is priced now into pre-bills and makes their drafts in the ERP. Nothing is
                  issued.
                </Text>
                <Group justify="space-between" align="flex-start">
                  <Text size="sm" className="quiet">
                    Net of {found.documents.length}
                  </Text>
                  <Text fw={600} component="div">
                    <Amounts list={totals(found.documents.map((each) => each.net))} />
                  </Text>
                </Group>
              </ConfirmButton>
            )}
          </Group>
        </Stack>
      </Paper>
      {looking.error ? <ProblemNotice error={looking.error} retry={() => looking.mutate()} /> : null}
      {looking.isPending ? <Loading label="Computing what it would bill" /> : null}
      {found === undefined ? null : <DryRunResult found={found} month={month} />}
    </Page>
  )
}

function ScopeChoice({
  scope,
  id,
  choose,
}: {
  scope: Exclude<Scope, 'all'>
  id: string | null
  choose: (id: string | null) => void
}) {
  const choices = useChoices(scope)
  return (
    <Select
      label={scopes.find((each) => each.value === scope)!.label}
      placeholder="Choose one"
      data={choices.data ?? []}
      value={id}
      searchable
      limit={100}
      nothingFoundMessage={choices.isPending ? 'Loading' : 'None has that name'}
      onChange={choose}
      error={choices.error ? 'The list could not be read' : undefined}
      w={{ base: '100%', xs: 320 }}
    />
  )
}
