// Sparse answers: `fields` names what is wanted of an object, or of each item of a list.
import { z } from '@hono/zod-openapi'

/** The parameter `fields` for objects of this schema. */
export function fieldsParam<Shape extends z.core.$ZodShape>(of: z.ZodObject<Shape>) {
  const known = Object.keys(of.shape)
  const message = `Expected some of ${known.join(', ')}, with commas between them.`
  return z
    .string(message)
    .max(500, message)
    .transform((text) => text.split(',').map((name) => name.trim()))
    .pipe(z.array(z.string().refine((name) => known.includes(name), message)))
    .optional()
    .meta({
      description: `Only these, with commas between them: ${known.join(', ')}.`,
      type: 'string',
      examples: [known.slice(0, 2).join(',')],
    })
}

/** The schema of an object that may be answered sparse. */
export const sparse = <Shape extends z.core.$ZodShape>(whole: z.ZodObject<Shape>) =>
  z.union([whole, z.object(whole.partial().shape)])

/** The schema of a list whose items may be answered sparse. */
export const sparseItems = <Page extends { items: z.ZodType }, Shape extends z.core.$ZodShape>(
  page: z.ZodObject<Page>,
  item: z.ZodObject<Shape>,
) => z.union([page, z.object({ ...page.shape, items: z.array(z.object(item.partial().shape)) })])

/** What was asked for, or all of it. */
export function pick<T extends object>(whole: T, fields: readonly string[] | undefined): T | Partial<T> {
  if (fields === undefined) return whole
  const wanted = Object.entries(whole).filter(([name]) => fields.includes(name))
  return Object.fromEntries(wanted) as Partial<T>
}

export const pickItems = <T extends { items: object[] }>(page: T, fields: readonly string[] | undefined) => ({
  ...page,
  items: page.items.map((item: T['items'][number]) => pick(item, fields)),
})
