// "Surprise me": any user of the crowd.
import { isAppError } from '@/lib/errors/app-error'
import { findRandomUserId } from '@/lib/services/people/get-user'
import { requireHost } from '@/lib/services/host/host'

export const dynamic = 'force-dynamic'

export async function GET(): Promise<Response> {
  return new Response(null, {
    status: 307,
    headers: { Location: await findAddress(), 'Cache-Control': 'no-store' },
  })
}

/** The list of users says what is the matter where there is nobody to go to. */
async function findAddress(): Promise<string> {
  try {
    return `/users/${findRandomUserId(await requireHost())}`
  } catch (error) {
    if (isAppError(error) && (error.code === 'not_ready' || error.code === 'not_found')) return '/users'
    throw error
  }
}
