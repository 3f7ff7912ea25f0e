import { integrations } from '../integrations.ts'
import { Problem } from '../problem.ts'

/** Throws `Problem` when another integration is called so: nobody could tell them apart. @param id whose name it is to be */
export function mustBeNew(name: string, id?: string): void {
  const said = name.trim()
  const other = integrations.peek().find((each) => each.name === said && each.id !== id)
  if (other !== undefined) {
    throw new Problem(
      409,
      'conflict',
      `There is an integration of that name already. Choose another.`,
    )
  }
}
