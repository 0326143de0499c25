'use server'
// Thumbs, "not interested" and "seen", and taking them back.
import type { ActionResult } from '@/lib/schemas/action'
import {
  feedbackInputSchema,
  feedbackTargetSchema,
  type FeedbackInput,
  type FeedbackTarget,
} from '@/lib/schemas/recommendation'
import { giveFeedback, requireShown, undoFeedback } from '@/lib/services/people/give-feedback'
import { currentPerson, runAction, writingPerson } from './run-action'

export async function giveFeedbackAction(input: FeedbackInput): Promise<ActionResult<null>> {
  return runAction(feedbackInputSchema, input, async (host, feedback) => {
    await requireShown(host, await currentPerson(host), feedback) // refuses what was never shown before anybody is made a person
    await giveFeedback(host, await writingPerson(host), feedback)
    return null
  })
}

export async function undoFeedbackAction(input: FeedbackTarget): Promise<ActionResult<null>> {
  return runAction(feedbackTargetSchema, input, async (host, target) => {
    await undoFeedback(host, await currentPerson(host), target)
    return null
  })
}
