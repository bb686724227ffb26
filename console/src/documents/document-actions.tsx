import { Text, Tooltip } from '@mantine/core'
import { IconSend, IconTrash } from '@tabler/icons-react'
import { api, taken } from '../api/client.ts'
import { useMay } from '../api/session.tsx'
import type { PreBill } from '../api/shapes.ts'
import { periodText } from '../figures/dates.tsx'
import { Amount } from '../figures/figures.tsx'
import { ConfirmButton } from '../frame/confirm.tsx'
import { Facts } from '../frame/facts.tsx'
import { Name } from '../frame/name.tsx'
import { told } from '../frame/notify.tsx'
import { isDiscardable, isReleasable } from './status.tsx'

export function DocumentActions({ preBill }: { preBill: PreBill }) {
  const mayRelease = useMay('document.release')
  const mayDiscard = useMay('run.start')
  const { document } = preBill
  return (
    <>
      {isDiscardable(document) && mayDiscard ? <Discard preBill={preBill} /> : null}
      {isReleasable(document) ? mayRelease ? <Release preBill={preBill} /> : <Unreleasable /> : null}
    </>
  )
}

function Unreleasable() {
  return (
    <Tooltip label="Starting a run and releasing it are kept apart. Whoever has the role billing approver can release.">
      <Text size="sm" className="quiet" tabIndex={0}>
        Waits for somebody who may release
      </Text>
    </Tooltip>
  )
}

function Release({ preBill: { document, lines } }: { preBill: PreBill }) {
  const { documentId, version } = document
  return (
    <ConfirmButton
      label="Release"
      icon={<IconSend size={16} />}
      title={document.kind === 'credit' ? 'Release this credit' : 'Release this invoice'}
      confirm={
        <>
          Release&nbsp;
          <Amount money={document.total} />
        </>
      }
      act={(key) =>
        taken(
          api.POST('/api/v1/documents/{documentId}/release', {
            params: { path: { documentId } },
            headers: { 'Idempotency-Key': key },
            body: { version },
          }),
        )
      }
      done={() => told('Released', 'The ERP issues it now; its number appears here.')}
    >
      <Text size="sm">The ERP issues it to the client. After that it can only be corrected by a credit.</Text>
      <Facts
        list={[
          ['Client', <Name key="client" of={document.client} />],
          ['Period', periodText(document.period)],
          ['Lines', String(lines.length)],
          ['Net', <Amount key="net" money={document.net} />],
          ['Tax, predicted', <Amount key="tax" money={document.tax} />],
          [
            'Total',
            <b key="total">
              <Amount money={document.total} />
            </b>,
          ],
        ]}
      />
    </ConfirmButton>
  )
}

function Discard({ preBill: { document } }: { preBill: PreBill }) {
  const { documentId, version } = document
  return (
    <ConfirmButton
      label="Discard"
      icon={<IconTrash size={16} />}
      variant="default"
      color="red"
      title="Discard this draft"
      confirm="Discard"
      act={(key) =>
        taken(
          api.POST('/api/v1/documents/{documentId}/discard', {
            params: { path: { documentId } },
            headers: { 'Idempotency-Key': key },
            body: { version },
          }),
        )
      }
      done={(answer) =>
        told(
          answer.discarded === 'discarded' ? 'Discarded' : 'Will be discarded',
          'Its work waits for the next run once no draft of it is left in the ERP.',
        )
      }
    >
      <Text size="sm">
        The draft of <Amount money={document.net} /> is removed from the ERP. Its work stays approved and
        priced, and joins the next run.
      </Text>
    </ConfirmButton>
  )
}
