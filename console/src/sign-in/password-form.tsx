import { Button, PasswordInput, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, taken } from '../api/client.ts'
import { sessionQuery } from '../api/session.tsx'
import { told } from '../frame/notify.tsx'
import { ProblemNotice } from '../frame/states.tsx'

const fewestCharacters = 12

export function PasswordForm() {
  const queries = useQueryClient()
  const form = useForm({
    initialValues: { currentPassword: '', newPassword: '', again: '' },
    validate: {
      currentPassword: (value) => (value === '' ? 'The password you have now' : null),
      newPassword: (value) =>
        value.length < fewestCharacters ? `At least ${fewestCharacters} characters` : null,
      again: (value, values) => (value === values.newPassword ? null : 'The two do not agree'),
    },
  })
  const changing = useMutation({
    mutationFn: ({ currentPassword, newPassword }: typeof form.values) =>
      taken(api.POST('/api/v1/session/password', { body: { currentPassword, newPassword } })),
    onSuccess: (session) => {
      queries.setQueryData(sessionQuery.queryKey, session)
      form.reset()
      told('Password changed', 'Every other session of yours has ended.')
    },
  })
  return (
    <form onSubmit={form.onSubmit((values) => changing.mutate(values))} noValidate>
      <Stack gap="sm">
        <PasswordInput
          label="Current password"
          autoComplete="current-password"
          {...form.getInputProps('currentPassword')}
        />
        <PasswordInput
          label="New password"
          description={`At least ${fewestCharacters} characters`}
          autoComplete="new-password"
          {...form.getInputProps('newPassword')}
        />
        <PasswordInput
          label="New password again"
          autoComplete="new-password"
          {...form.getInputProps('again')}
        />
        {changing.error ? <ProblemNotice error={changing.error} /> : null}
        <Button type="submit" loading={changing.isPending} mt={4}>
          Change password
        </Button>
      </Stack>
    </form>
  )
}
