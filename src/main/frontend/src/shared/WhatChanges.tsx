import { SimpleGrid, Text } from '@mantine/core'
import { IconAnchor, IconArrowBackUp } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './WhatChanges.module.css'

/** What going back changes and what it leaves as it is, side by side. */
export function WhatChanges({
  changes,
  stays,
}: {
  changes: readonly ReactNode[]
  stays: readonly ReactNode[]
}) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
      <section className={classes.side} data-changes>
        <Text fw={650} size="sm" className={classes.title ?? ''}>
          <IconArrowBackUp size={16} aria-hidden /> What changes
        </Text>
        <List items={changes} />
      </section>
      <section className={classes.side}>
        <Text fw={650} size="sm" className={classes.title ?? ''}>
          <IconAnchor size={16} aria-hidden /> What does not
        </Text>
        <List items={stays} />
      </section>
    </SimpleGrid>
  )
}

function List({ items }: { items: readonly ReactNode[] }) {
  return (
    <ul className={classes.list}>
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: sentences that never move
        <li key={index}>{item}</li>
      ))}
    </ul>
  )
}
