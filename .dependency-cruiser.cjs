// Which room may import which: the table of ARCHITECTURE.md, enforced.
const rooms = {
  'lib/math': [],
  'lib/errors': [],
  'lib/schemas': ['lib/errors'],
  'lib/config': ['lib/errors'],
  'lib/recsys': ['lib/math', 'lib/errors'],
  'lib/datasets': ['lib/schemas', 'lib/errors'],
  'lib/log': ['lib/config', 'lib/schemas', 'lib/errors'],
  'lib/tmdb': ['lib/config', 'lib/schemas', 'lib/errors'],
  'lib/mlflow': ['lib/config', 'lib/schemas', 'lib/errors'],
  'lib/db': ['lib/config', 'lib/errors'],
  'lib/registry': ['lib/recsys', 'lib/math', 'lib/config', 'lib/errors'],
  'lib/engine': ['lib/recsys', 'lib/math', 'lib/registry', 'lib/db', 'lib/schemas', 'lib/errors'],
  'lib/services': [
    'lib/engine',
    'lib/registry',
    'lib/recsys',
    'lib/datasets',
    'lib/tmdb',
    'lib/mlflow',
    'lib/db',
    'lib/schemas',
    'lib/config',
    'lib/errors',
    'lib/log',
  ],
  'lib/auth': ['lib/db', 'lib/config', 'lib/errors'],
  'lib/api': ['lib/services', 'lib/auth', 'lib/schemas', 'lib/errors', 'lib/log'],
  'app/actions': ['lib/services', 'lib/auth', 'lib/schemas', 'lib/errors', 'lib/log'],
  components: ['lib/schemas', 'app/actions'],
  app: ['components', 'lib/services', 'lib/auth', 'lib/schemas', 'lib/errors', 'lib/api', 'app/actions'],
  server: ['lib/api', 'lib/engine', 'lib/services', 'lib/config', 'lib/errors', 'lib/log'],
  worker: ['lib/api', 'lib/engine', 'lib/services', 'lib/config', 'lib/errors', 'lib/log'],
  cli: [
    // For one thing: the document that `marquee openapi` prints.
    'lib/api',
    'lib/services',
    'lib/registry',
    'lib/recsys',
    'lib/datasets',
    'lib/schemas',
    'lib/config',
    'lib/errors',
    'lib/log',
  ],
  scripts: [
    'lib/services',
    'lib/registry',
    'lib/recsys',
    'lib/datasets',
    'lib/schemas',
    'lib/config',
    'lib/errors',
    'lib/log',
  ],
}

const folderOf = (room) => (room === 'server' || room === 'worker' ? `^${room}\\.ts$` : `^${room}/`)
const ours = '^(app|components|lib|cli|scripts)/|^(server|worker)\\.ts$'

const roomRules = Object.entries(rooms).map(([room, mayImport]) => ({
  name: `${room} imports only what it may`,
  severity: 'error',
  from: {
    path: folderOf(room),
    pathNot: room === 'app' ? ['^app/actions/', '\\.test\\.tsx?$'] : ['\\.test\\.tsx?$'],
  },
  to: { path: ours, pathNot: [folderOf(room), ...mayImport.map(folderOf)] },
}))

module.exports = {
  forbidden: [
    ...roomRules,
    { name: 'no cycles', severity: 'error', from: { pathNot: 'generated/' }, to: { circular: true } },
    {
      name: 'only db knows Prisma',
      severity: 'error',
      from: { path: '^(app|components|lib|cli|scripts|server|worker)', pathNot: '^lib/db/' },
      to: { path: ['^lib/db/generated', '@prisma/'] },
    },
    {
      name: 'inner rooms do not know Next or React',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: 'node_modules/(next|react|react-dom)/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['node_modules', 'lib/db/generated', 'lib/math/kernels/generated'] },
    exclude: { path: '^lib/math/kernels/assembly/' },
  },
}
