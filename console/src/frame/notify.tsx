import { notifications } from '@mantine/notifications'
import type { ReactNode } from 'react'

export function told(title: string, message: ReactNode): void {
  notifications.show({ title, message, color: 'harbour', autoClose: 8_000 })
}
