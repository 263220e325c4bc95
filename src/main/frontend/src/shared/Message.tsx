import { Stack, Text, ThemeIcon, Title } from '@mantine/core'
import type { ComponentType, ReactNode } from 'react'
import classes from './Panel.module.css'

interface MessageProps {
  icon: ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>
  title: string
  children?: ReactNode
  action?: ReactNode
  role?: 'alert' | 'status'
}

/** What stands where content would be: nothing there yet, or something in the way. */
export function Message({ icon: Icon, title, children, action, role }: MessageProps) {
  return (
    <section className={classes.panel} {...(role === undefined ? {} : { role })}>
      <Stack align="center" gap="sm" py="xl" ta="center">
        <ThemeIcon variant="default" size={48} radius="xl">
          <Icon size={24} stroke={1.6} aria-hidden />
        </ThemeIcon>
        <Title order={2} size="h4">
          {title}
        </Title>
        <Text c="dimmed" maw={520} component="div">
          {children}
        </Text>
        {action}
      </Stack>
    </section>
  )
}
