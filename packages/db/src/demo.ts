import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import matter from '@11ty/gray-matter'
import { parse } from 'yaml'
import { z } from 'zod'

/** The content of the demo blog. The bundle of a deployment takes the folder from this expression. */
const folder = fileURLToPath(new URL('../demo', import.meta.url))

const people = z.object({ username: z.string(), email: z.string(), fullName: z.string(), bio: z.string() })

const comment = z.object({
  /** A username. */
  author: z.string(),
  /** Hours after the post, or for a reply after the comment above it. */
  hoursAfter: z.number(),
  body: z.string(),
  get replies() {
    return z.array(comment).default([])
  },
})

const frontMatter = z.object({
  title: z.string(),
  author: z.string(),
  category: z.string().nullable().default(null),
  tags: z.array(z.string()),
  /** Days since it was published. No two posts have the same. */
  daysAgo: z.number(),
  comments: z.array(comment).default([]),
})

const employee = z.object({
  name: z.string(),
  title: z.string(),
  get reports() {
    return z.array(employee).default([])
  },
})

const usernames = z.record(z.string(), z.array(z.string()))
const blog = z.object({
  categories: z.array(z.string()),
  tags: z.array(z.string()),
  likes: usernames,
  follows: usernames,
})

/** A comment with the replies to it. */
export type DemoComment = z.infer<typeof comment>
/** An employee with their reports. */
export type DemoEmployee = z.infer<typeof employee>
/** The demo blog as plain data. Rows refer to each other by username, post key and name; times are relative. */
export type Demo = ReturnType<typeof loadDemo>

/** Reads the demo blog. */
export function loadDemo() {
  return {
    /** The first is the one to sign in as. */
    people: read('people.yaml', z.tuple([people], people)),
    ...read('blog.yaml', blog),
    posts: readdirSync(join(folder, 'posts'))
      .map(readPost)
      .toSorted((a, b) => b.daysAgo - a.daysAgo),
    organization: read('organization.yaml', z.array(employee)),
  }
}

function read<T>(name: string, schema: z.ZodType<T>): T {
  return schema.parse(parse(readFileSync(join(folder, name), 'utf8')))
}

function readPost(file: string) {
  const { data, content } = matter(readFileSync(join(folder, 'posts', file), 'utf8'), { engines: { yaml: parse } })
  return { key: file.replace(/\.md$/, ''), ...frontMatter.parse(data), content: content.trim() }
}
