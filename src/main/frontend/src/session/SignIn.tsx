import {
  Anchor,
  Button,
  Center,
  Code,
  Divider,
  Paper,
  PasswordInput,
  Stack,
  Text,
  Title,
} from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { keys } from '../api/keys'
import { hindrance } from '../api/problem'
import { loginWay, openSession, thisSession } from '../api/session'
import { Mark } from '../frame/Mark'
import { Trouble } from '../shared/Trouble'
import { whyRefused } from './refusedLink'
import { rememberTheWay } from './wayBack'

interface SignInProps {
  done: () => void
  /** Why the link that somebody came with did not sign them in. */
  refused?: Error | undefined
  /** Whether a page waits behind it, which leaving for the identity provider would throw away. */
  pageWaits?: boolean
}

/** Where somebody says who they are: by the identity provider, or with a token. */
export function SignIn({ done, refused, pageWaits = false }: SignInProps) {
  const way = useQuery({ queryKey: ['login-way'], queryFn: loginWay, staleTime: Number.POSITIVE_INFINITY })
  const [token, setToken] = useState('')
  useEffect(() => {
    // Whoever has signed in in another tab need not do it again in this one.
    const look = () => {
      if (document.visibilityState === 'visible') thisSession().then(done, () => undefined)
    }
    document.addEventListener('visibilitychange', look)
    // Between two windows that are both in sight only this tells of a return.
    window.addEventListener('focus', look)
    return () => {
      document.removeEventListener('visibilitychange', look)
      window.removeEventListener('focus', look)
    }
  }, [done])
  const exchange = useMutation({ mutationKey: keys.session, mutationFn: openSession, onSuccess: done })
  const wrong = exchange.isIdle ? refused : exchange.error
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (token.trim() !== '') exchange.mutate(token)
  }
  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper withBorder shadow="sm" radius="lg" p="xl" w="100%" maw={420} bg="var(--sw-surface)">
        <Stack gap="lg">
          <Stack gap="xs" align="center" ta="center">
            <Mark size={44} />
            <Title order={1}>Slipway</Title>
            <Text c="dimmed">Model versions, brought live and taken back calmly.</Text>
          </Stack>
          {way.data === 'provider' && (
            <>
              {pageWaits ? (
                <Stack gap="xs">
                  <Button component="a" href="/login" target="_blank" size="md">
                    Log in with your organisation
                  </Button>
                  <Text size="sm" c="dimmed" ta="center">
                    That opens another tab. Come back to this one, where everything is as you left it.
                  </Text>
                </Stack>
              ) : (
                <Button component="a" href="/login" size="md" onClick={() => rememberTheWay()}>
                  Log in with your organisation
                </Button>
              )}
              <Divider label="or with a token" />
            </>
          )}
          <form onSubmit={submit}>
            <Stack gap="sm">
              <PasswordInput
                label="Token"
                description={
                  <>
                    In local mode it is printed at the start; it usually lies in{' '}
                    <Code>~/.slipway/admin-token</Code>.
                  </>
                }
                value={token}
                onChange={(event) => setToken(event.currentTarget.value)}
                autoComplete="off"
                data-autofocus
              />
              <Button
                type="submit"
                loading={exchange.isPending}
                variant={way.data === 'provider' ? 'default' : 'filled'}
              >
                Sign in
              </Button>
            </Stack>
          </form>
          {wrong !== null && wrong !== undefined && (
            <Trouble title="That did not work">
              {wrong === refused
                ? whyRefused(wrong)
                : hindrance(wrong) === 'unauthenticated'
                  ? 'This token is not known here.'
                  : wrong.message}
            </Trouble>
          )}
          <Text size="sm" c="dimmed" ta="center">
            The token is exchanged for a session and not kept.{' '}
            <Anchor href="/docs">The API, described</Anchor>
          </Text>
        </Stack>
      </Paper>
    </Center>
  )
}
