// The API's document where tools look for it first.
import { createApi } from '@/lib/api/app'

const api = createApi()

export const GET = () => api.request('/api/v1/openapi.json')
