interface Page<T> {
  items: T[]
  next_page_token?: string
}

/** Everything of a list, page after page, up to a bound that no board should reach. */
export async function everyPage<T>(
  ask: (token: string | undefined) => Promise<Page<T>>,
  bound = 5000,
): Promise<T[]> {
  const all: T[] = []
  let token: string | undefined
  do {
    const page = await ask(token)
    all.push(...page.items)
    token = page.next_page_token
  } while (token !== undefined && all.length < bound)
  return all
}
