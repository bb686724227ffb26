import { Paper } from '@mantine/core'
import { Page } from '../frame/page.tsx'
import { PasswordForm } from './password-form.tsx'

export function PasswordPage() {
  return (
    <Page title="Change password" windowTitle="Change password">
      <Paper p="md" maw={440}>
        <PasswordForm />
      </Paper>
    </Page>
  )
}
