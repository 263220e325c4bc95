import { useMantineColorScheme } from '@mantine/core'
import { Spotlight, type SpotlightActionData } from '@mantine/spotlight'
import {
  IconBook2,
  IconBox,
  IconMoon,
  IconPlayerPlay,
  IconRoute,
  IconSearch,
  IconServer2,
  IconSun,
} from '@tabler/icons-react'
import { useCallback, useMemo } from 'react'
import { useNavigate } from 'react-router'
import { useEndpoints, useModels } from '../api/board'
import { routes } from '../routes'
import { mayLeave } from '../shared/unsaved'
import { useSimulator } from '../time/cloudNow'
import { find } from './find'
import classes from './Palette.module.css'
import { localPlace, places } from './places'

const NONE: never[] = []

/** Everything that can be gone to or done, found by typing (⌘K or Ctrl+K). */
export function Palette() {
  const navigate = useNavigate()
  const go = useCallback((to: string) => void (mayLeave() && navigate(to)), [navigate])
  const { setColorScheme } = useMantineColorScheme()
  const models = useModels().data ?? NONE
  const endpoints = useEndpoints().data ?? NONE
  const simulated = useSimulator().data?.running ?? false
  const actions = useMemo(
    (): SpotlightActionData[] => [
      ...(simulated ? [...places, localPlace] : places).map((place) => ({
        id: place.to,
        label: place.label,
        description: 'View',
        leftSection: <place.icon size={18} aria-hidden />,
        onClick: () => go(place.to),
      })),
      {
        id: 'plan',
        label: 'Plan a promotion',
        description: 'What a version would change, and where',
        leftSection: <IconRoute size={18} aria-hidden />,
        onClick: () => go(routes.plan),
      },
      ...endpoints.map((endpoint) => ({
        id: `endpoint ${endpoint.name}`,
        label: endpoint.name,
        description: `Endpoint: ${endpoint.model} in ${endpoint.environment}`,
        leftSection: <IconServer2 size={18} aria-hidden />,
        onClick: () => go(routes.endpoint(endpoint.name)),
      })),
      ...endpoints.map((endpoint) => ({
        id: `playground ${endpoint.name}`,
        label: `Try ${endpoint.name}`,
        description: `Playground: ${endpoint.model} in ${endpoint.environment}`,
        leftSection: <IconPlayerPlay size={18} aria-hidden />,
        onClick: () => go(`${routes.playground}?endpoint=${endpoint.name}`),
      })),
      ...models.map((model) => ({
        id: `model ${model.name}`,
        label: model.name,
        description: `Model: ${model.description}`,
        leftSection: <IconBox size={18} aria-hidden />,
        onClick: () => go(`${routes.board}?model=${model.name}`),
      })),
      {
        id: 'dark',
        label: 'Dark theme',
        leftSection: <IconMoon size={18} aria-hidden />,
        onClick: () => setColorScheme('dark'),
      },
      {
        id: 'light',
        label: 'Light theme',
        leftSection: <IconSun size={18} aria-hidden />,
        onClick: () => setColorScheme('light'),
      },
      {
        id: 'docs',
        label: 'The API, described',
        leftSection: <IconBook2 size={18} aria-hidden />,
        onClick: () => window.location.assign('/docs'),
      },
    ],
    [models, endpoints, simulated, go, setColorScheme],
  )
  return (
    <Spotlight
      attributes={{ content: { 'aria-label': 'Find or do' } }}
      classNames={{ actionDescription: classes.description ?? '' }}
      actions={actions}
      filter={find}
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      shortcut={['mod + K']}
      limit={8}
      nothingFound="Nothing is called so"
      highlightQuery
      searchProps={{
        leftSection: <IconSearch size={18} aria-hidden />,
        placeholder: 'Views, models, endpoints',
        'aria-label': 'Find or do',
      }}
    />
  )
}
