import { Button, Group, Modal, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import { newIdempotencyKey } from '../api/client.ts'
import { ProblemNotice } from './states.tsx'

/**
 * A button that asks before it acts. One opening of the dialog has one idempotency key, so that a click repeated
 * after a lost answer does the work once.
 */
export function ConfirmButton<T>({
  label,
  title,
  confirm,
  act,
  done,
  children,
  icon,
  color,
  variant,
  ready = true,
  disabled,
}: {
  label: ReactNode
  title: string
  confirm: ReactNode
  act: (idempotencyKey: string) => Promise<T>
  done?: (answer: T) => void
  children: ReactNode
  icon?: ReactNode
  color?: string
  variant?: string
  /** Whether what was filled in is enough. */
  ready?: boolean
  disabled?: boolean
}) {
  const [opened, setOpened] = useState(false)
  const key = useRef('')
  const queries = useQueryClient()
  const acting = useMutation({
    mutationFn: () => act(key.current),
    onSuccess: async (answer) => {
      setOpened(false)
      await queries.invalidateQueries()
      done?.(answer)
    },
  })
  const open = () => {
    key.current = newIdempotencyKey()
    acting.reset()
    setOpened(true)
  }
  const tone = color === undefined ? {} : { color }
  return (
    <>
      <Button
        onClick={open}
        leftSection={icon}
        variant={variant ?? 'filled'}
        disabled={disabled === true}
        {...tone}
      >
        {label}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={title}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (ready && !acting.isPending) acting.mutate()
          }}
        >
          <Stack gap="md">
            {children}
            {acting.error ? <ProblemNotice error={acting.error} /> : null}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={() => setOpened(false)}>
                Cancel
              </Button>
              <Button type="submit" loading={acting.isPending} disabled={!ready} {...tone}>
                {confirm}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  )
}
