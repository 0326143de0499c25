// The API's document where tools look for it first.
import { createApi } from '@/lib/api/app'

const api = createApi()

export const GET = (request: Request) => api.fetch(request)
