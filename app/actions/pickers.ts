'use server'
// The picker of a method gets its recommendations here. (Films and users are picked by going to their page.)
import { z } from 'zod'
import type { ActionResult } from '@/lib/schemas/action'
import { methodSchema, type Recommendation } from '@/lib/schemas/recommendation'
import { recommendForPerson } from '@/lib/services/recommend/recommend-for-person'
import { currentPerson, runAction } from './run-action'

const COUNT = 24

const forMeSchema = z.object({ method: methodSchema })

export async function recommendForMeAction(input: { method: string }): Promise<ActionResult<Recommendation>> {
  return runAction(forMeSchema, input, async (host, { method }) =>
    recommendForPerson(host, { person: await currentPerson(host), method, k: COUNT }),
  )
}
