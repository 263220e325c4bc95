import { ActionIcon, AppShell, Burger, Button, Group, Kbd, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { spotlight } from '@mantine/spotlight'
import { IconBook2, IconSearch } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link, NavLink, useLocation } from 'react-router'
import { PendingCount } from '../approvals/PendingCount'
import { routes } from '../routes'
import { useSimulator } from '../time/cloudNow'
import { AccountMenu } from './AccountMenu'
import { useArrival } from './arrival'
import { Boundary } from './Boundary'
import classes from './Frame.module.css'
import { LiveBadge } from './LiveBadge'
import { Mark } from './Mark'
import { Palette } from './Palette'
import { localPlace, places } from './places'
import { ThemeSwitch } from './ThemeSwitch'

const CONTENT = 'content'

/** What is around every view. */
export function Frame({ children }: { children: ReactNode }) {
  const [open, { toggle, close }] = useDisclosure()
  const simulated = useSimulator().data?.running ?? false
  const { pathname } = useLocation()
  useArrival(CONTENT)
  const shown = simulated ? [...places, localPlace] : places
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 212, breakpoint: 'sm', collapsed: { mobile: !open } }}
      padding={{ base: 'md', md: 'xl' }}
    >
      <a className={classes.skip} href={`#${CONTENT}`}>
        Skip to the content
      </a>
      <AppShell.Header className={classes.header} withBorder={false}>
        <Burger
          opened={open}
          onClick={toggle}
          hiddenFrom="sm"
          size="sm"
          aria-label="Navigation"
          aria-expanded={open}
        />
        <Link className={classes.name} to={routes.board}>
          <Mark />
          Slipway
        </Link>
        <Group ml="auto" gap="xs" wrap="nowrap">
          <LiveBadge />
          <Button
            variant="default"
            size="xs"
            visibleFrom="sm"
            className={classes.search ?? ''}
            leftSection={<IconSearch size={14} aria-hidden />}
            rightSection={<Kbd size="xs">⌘K</Kbd>}
            onClick={() => spotlight.open()}
          >
            Find or do
          </Button>
          <ActionIcon
            variant="default"
            size={30}
            hiddenFrom="sm"
            aria-label="Find or do"
            onClick={() => spotlight.open()}
          >
            <IconSearch size={16} aria-hidden />
          </ActionIcon>
          <ThemeSwitch />
          <AccountMenu />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={classes.navbar} withBorder={false} aria-label="Views">
        <Stack gap={4}>
          {shown.map((place) => (
            <NavLink key={place.to} to={place.to} className={classes.link ?? ''} onClick={close}>
              <place.icon size={18} stroke={1.8} aria-hidden />
              {place.label}
              {place.to === routes.approvals && <PendingCount />}
            </NavLink>
          ))}
        </Stack>
        <Stack gap={4} mt="auto">
          {simulated && (
            <Text size="xs" c="dimmed" px="sm" pb="xs">
              Local mode: AWS is simulated, nothing leaves this machine.
            </Text>
          )}
          <a className={classes.link} href="/docs">
            <IconBook2 size={18} stroke={1.8} aria-hidden />
            API
          </a>
        </Stack>
      </AppShell.Navbar>
      <AppShell.Main id={CONTENT} tabIndex={-1} className={classes.main ?? ''}>
        <div className={classes.content}>
          <Boundary at={pathname}>{children}</Boundary>
        </div>
      </AppShell.Main>
      <Palette />
    </AppShell>
  )
}
