/** A variable of the environment that the walks cannot do without. */
export function needed(name: string): string {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} says nothing; DashboardIT sets it.`)
  return value
}
