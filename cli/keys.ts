// marquee keys: what programs sign in with.
import { Option } from 'commander'
import { SCOPES, type Scope } from '@/lib/schemas/api-key'
import { createApiKey, listApiKeys, revokeApiKey } from '@/lib/services/access/api-keys'
import { declareGroup, declareOnData, outputOf, wholeNumber, withTool, type CommonOptions } from './command'
import { table } from './output'

const MAX_DAYS = 3650

export const keysCommand = () =>
  declareGroup('keys', 'keys with which programs use the HTTP API', [
    'marquee keys create "my script"',
    'marquee keys list',
  ])
    .addCommand(
      declareOnData('create', 'make a key, and print it this once', [
        'marquee keys create "my script"',
        'marquee keys create "phone" --scope write --days 90',
        'marquee keys create nightly --scope admin > key.txt',
      ])
        .argument('<name>', 'what it is for')
        .addOption(
          new Option('--scope <scope>', 'what it may do; each includes the ones before it')
            .choices(SCOPES)
            .default('read'),
        )
        .option('--days <n>', 'for how long (default: until it is revoked)', wholeNumber(1, MAX_DAYS))
        .action(create),
    )
    .addCommand(
      declareOnData('list', 'every key, newest first, without the keys themselves', ['marquee keys list']).action(list),
    )
    .addCommand(
      declareOnData('revoke', 'end a key at once, also for a running server', ['marquee keys revoke mq_1a2b3c4d'])
        .argument('<key>', 'as marquee keys list names it')
        .action(revoke),
    )

async function create(name: string, options: CommonOptions & { scope: Scope; days?: number }) {
  const output = outputOf(options)
  await withTool(options, async ({ host }) => {
    const key = await createApiKey(host, { name, scope: options.scope, days: options.days })
    output.data(key, () => key.key)
    const until = key.expiresAt ? `until ${key.expiresAt.slice(0, 10)}` : 'until it is revoked'
    output.message(`Keep it: it is not shown again. It may ${key.scope}, ${until}. Authorization: Bearer mq_…`)
  })
}

async function list(options: CommonOptions) {
  const output = outputOf(options)
  await withTool(options, async ({ host }) => {
    const keys = await listApiKeys(host)
    const rows = keys.map((key) => [
      key.prefix,
      key.name,
      key.scope,
      stateOf(key.revokedAt, key.expiresAt),
      minute(key.createdAt),
      minute(key.lastUsedAt),
    ])
    output.data({ keys }, () =>
      rows.length ? table(['key', 'name', 'scope', 'state', 'made (UTC)', 'last used'], rows, output) : 'No key.',
    )
  })
}

async function revoke(given: string, options: CommonOptions) {
  const output = outputOf(options)
  await withTool(options, async ({ host }) => {
    const key = await revokeApiKey(host, given)
    output.data(key, () => `${key.prefix} (${key.name}) is revoked.`)
  })
}

function stateOf(revokedAt: string | null, expiresAt: string | null): string {
  if (revokedAt) return 'revoked'
  if (expiresAt === null) return 'good'
  return Date.parse(expiresAt) <= Date.now() ? 'expired' : `until ${expiresAt.slice(0, 10)}`
}

const minute = (time: string | null) => time?.slice(0, 16).replace('T', ' ') ?? ''
