import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, taken } from '../api/client.ts'
import { sessionQuery } from '../api/session.tsx'
import { ProblemNotice } from '../frame/states.tsx'

export function SignInForm() {
  const queries = useQueryClient()
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: {
      email: (value) => (value.includes('@') ? null : 'Your mail address, such as ada@example.com'),
      password: (value) => (value === '' ? 'Your password' : null),
    },
  })
  const signing = useMutation({
    mutationFn: (body: typeof form.values) => taken(api.POST('/api/v1/session', { body })),
    onSuccess: (session) => queries.setQueryData(sessionQuery.queryKey, session),
  })
  return (
    <form onSubmit={form.onSubmit((values) => signing.mutate(values))} noValidate>
      <Stack gap="sm">
        <TextInput
          label="Mail address"
          type="email"
          autoComplete="username"
          autoFocus
          {...form.getInputProps('email')}
        />
        <PasswordInput label="Password" autoComplete="current-password" {...form.getInputProps('password')} />
        {signing.error ? <ProblemNotice error={signing.error} /> : null}
        <Button type="submit" loading={signing.isPending} mt={4}>
          Sign in
        </Button>
      </Stack>
    </form>
  )
}
