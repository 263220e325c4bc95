import { Anchor } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { ComponentProps, ReactNode } from 'react'
import { Link } from 'react-router'
import { routes } from '../routes'
import { Loaded } from '../shared/Loaded'
import type { Look } from '../shared/look'
import { Message } from '../shared/Message'
import { Panel } from '../shared/Panel'
import { Skeletons } from '../shared/Skeletons'
import { WhyNot } from '../shared/WhyNot'
import classes from './Settings.module.css'

interface NamedListProps<T> {
  title: string
  query: Look<T[]>
  /** Where the page of each is, beneath the settings. */
  folder: string
  /** What stands there while there is none, and what its button says. */
  none: Pick<ComponentProps<typeof Message>, 'icon' | 'title' | 'children'> & { make: string }
  /** What holds the place of each until they come. */
  height?: number
  /** Begins to make another. */
  make: () => void
  /** Why that may not be done; undefined when it may. */
  whyNot?: string | undefined
  /** What is said of one: beneath its name, and at the row's end. */
  row: (one: T) => { beneath: ReactNode; end: ReactNode }
}

/** All that there are of something that has a name and a page of its own. */
export function NamedList<T extends { id: string; name: string }>({
  title,
  query,
  folder,
  none: { make: makeOne, ...none },
  height = 56,
  make,
  whyNot,
  row,
}: NamedListProps<T>) {
  return (
    <Loaded
      query={query}
      loading={<Skeletons rows={3} height={height} />}
      empty={{
        when: (all) => all.length === 0,
        show: (
          <Message
            {...none}
            action={
              <WhyNot reason={whyNot} onClick={make}>
                {makeOne}
              </WhyNot>
            }
          />
        ),
      }}
    >
      {(all) => (
        <Panel
          title={title}
          aside={
            <WhyNot
              size="xs"
              variant="default"
              reason={whyNot}
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={make}
            >
              New
            </WhyNot>
          }
        >
          <ul className={classes.rows}>
            {all.map((one) => {
              const { beneath, end } = row(one)
              return (
                <li key={one.id} className={classes.row}>
                  <div>
                    <Anchor component={Link} to={`${routes.settings}/${folder}/${one.name}`} fw={650}>
                      {one.name}
                    </Anchor>
                    {beneath}
                  </div>
                  {end}
                </li>
              )
            })}
          </ul>
        </Panel>
      )}
    </Loaded>
  )
}
