import pg from 'pg'; import { readFileSync, writeFileSync } from 'node:fs'
const pw = readFileSync('/tmp/work-speed-1m/postgres.password','utf8').trim()
const c = new pg.Client({connectionString:`postgresql://marquee:${pw}@127.0.0.1:54329/marquee_ml_1m`}); await c.connect()
writeFileSync('/tmp/work-speed-tmp/titles.json', JSON.stringify((await c.query('select title from movies')).rows.map(r=>r.title))); await c.end()
