import type { DemoPost } from '../types.ts'

/** Posts about SQL, indexes and what to do when they are slow. */
export const databasePosts: readonly DemoPost[] = [
  {
    key: 'index-is-a-promise',
    title: 'An index is a promise about order',
    author: 'ada',
    category: 'Databases',
    tags: ['sql', 'indexes', 'performance'],
    daysAgo: 402.3,
    content: `People describe an index as "the thing that makes queries fast", and then add one to every column and wonder why
writes got slow. I find it more useful to say that an index is a *promise about order*: the database keeps a
second copy of a few columns, sorted, and swears to keep it sorted for as long as the table lives.

Once you think of order, most questions answer themselves. Can this index serve \`WHERE author_id = 7 ORDER BY
created_at DESC\`? Picture the sorted list. If it is sorted by author first and then by time, all of author 7
sits in one contiguous run, already in the order you want:

\`\`\`sql
CREATE INDEX posts_by_author ON posts (author_id, created_at DESC);
\`\`\`

If it is sorted by time first, author 7 is sprinkled through the whole thing like raisins, and you have to walk
all of it.

The same picture explains why a leading wildcard is hopeless (\`LIKE '%oak'\` asks a phone book for everybody
whose name *ends* in oak), and why an index on a boolean rarely helps: a list sorted into two enormous runs is
hardly a list at all.

My one rule of thumb: read the \`WHERE\` and \`ORDER BY\` aloud as "find the run where…, then walk it in the order
of…". The columns come out in index order. If the sentence has two runs in it, you need either two indexes or a
better question.`,
  },
  {
    key: 'pages-without-offset',
    title: 'Pages without OFFSET',
    author: 'ada',
    category: 'Databases',
    tags: ['sql', 'performance', 'http'],
    daysAgo: 311.6,
    content: `\`OFFSET 40000\` does exactly what it says: it reads forty thousand rows and throws them away. Page 2 is quick,
page 2,000 is a support ticket, and if somebody publishes a post while you are reading, the last row of this
page greets you again at the top of the next.

The alternative is to remember where you stopped instead of how far you came. Sort by something unique, hand out
the last row's sort key as the cursor, and ask for what comes after it:

\`\`\`sql
SELECT id, title, created_at
FROM posts
WHERE (created_at, id) < (:created_at, :id)
ORDER BY created_at DESC, id DESC
LIMIT 20;
\`\`\`

Two details are easy to get wrong:

- **The tie-breaker is not optional.** Two posts can share a timestamp. Compare by time alone and you either
  skip one or show it twice, depending on which mistake you prefer.
- **Fetch one row more than you show.** Ask for 21; if the 21st arrives there is a next page, and you never need
  a \`COUNT(*)\`.

What you give up is "jump to page 57". In six years nobody has asked me for page 57. They have asked me why
scrolling was slow.

> A cursor says where you are. An offset says how tired you should be.

I keep a longer version of these notes, with plans from three engines, at
[example.com/notes/seek](https://example.com/notes/seek).`,
  },
  {
    key: 'one-writer-many-readers',
    title: 'One writer, many readers: a year with SQLite',
    author: 'tunde',
    category: 'Databases',
    tags: ['sqlite', 'transactions', 'performance'],
    daysAgo: 266.1,
    content: `A year ago we moved our smallest product from a managed server to a single SQLite file, half as a joke. It has
since become the one system nobody thinks about, which is the highest praise I have.

The mental model fits on a napkin. In WAL mode any number of readers can look at the database while *one* writer
changes it. Readers never block the writer, the writer never blocks readers, and two writers take turns. So we
stopped pretending otherwise: the process owns one writing connection behind a queue, and a handful of read-only
ones.

\`\`\`sql
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA busy_timeout = 5000;
\`\`\`

What surprised us:

1. **\`BEGIN\` is a trap.** A deferred transaction that reads first and writes later can fail halfway, because
   somebody else wrote in between. \`BEGIN IMMEDIATE\` takes the lock up front and the whole class of errors goes
   away.
2. **Commits are the cost, not inserts.** One row per commit is bounded by how fast the disk says "yes, really".
   Thirty rows per commit cost nearly the same as one.
3. **Foreign keys are off unless you ask.** On every connection. Every time.

When would I go back? When two machines need to write. Until then, our disaster recovery plan is a file copy,
and I can recite it.`,
  },
  {
    key: 'counting-queries',
    title: 'Hunting N+1 queries with a counter',
    author: 'meiling',
    category: 'Databases',
    tags: ['sql', 'performance', 'testing'],
    daysAgo: 231.9,
    content: `The list page showed twenty posts and ran sixty-three queries. Nobody had written a loop with a query in it;
three different people had each added one innocent line to the code that renders a single post.

We had tried catching this in review. It does not work, because each line *is* innocent. What worked was dull:
the test suite counts statements, and a test for every list asserts the count for one row and for fifty rows is
**the same number**.

\`\`\`ts
test('a list takes as many queries for fifty posts as for one', async () => {
  const one = await countQueries(() => listPosts({ limit: 1 }))
  const fifty = await countQueries(() => listPosts({ limit: 50 }))
  expect(fifty).toBe(one)
})
\`\`\`

Notice that the test does not say what the number is. The first version did, and it broke on every honest
refactoring until people started updating it without looking. "Constant" is the property we care about; "four"
is a coincidence.

The counter is eleven lines wrapped around the driver. It found nine of these in the first afternoon, including
one in the admin page that had been there since before I joined.`,
  },
  {
    key: 'walking-the-org-chart',
    title: 'Walking an org chart in one query',
    author: 'ada',
    category: 'Databases',
    tags: ['sql', 'postgres', 'sqlite'],
    daysAgo: 188.4,
    content: `A table of employees where each row points at its manager is the friendliest kind of tree: four columns, one
foreign key to itself, and everybody understands it. Then somebody asks for "everyone under Beatriz, at any
depth", and half the room reaches for a loop.

You do not need a loop. A recursive query is a loop that the database runs for you:

\`\`\`sql
WITH RECURSIVE team (id, name, depth) AS (
  SELECT id, name, 0 FROM employees WHERE id = :root
  UNION ALL
  SELECT e.id, e.name, team.depth + 1
  FROM employees e
  JOIN team ON e.manager_id = team.id
)
SELECT * FROM team ORDER BY depth, name;
\`\`\`

Read it as two sentences. *Start with this person. Then keep adding whoever reports to somebody we already
have.* It stops when a round adds nobody.

Which brings us to the one way it goes wrong: if Ana reports to Bo and Bo reports to Ana, no round ever adds
nobody. Some people defend the query with a depth limit. I would rather defend the data, and refuse the update
that closes the circle: before moving somebody under a new manager, walk *up* from the new manager and check you
do not meet the person you are moving. Do it in the same transaction as the update, or two people will each make
half of a cycle.

There are cleverer encodings: nested sets, materialized paths, closure tables. They make reads faster and moves
painful. With an index on \`manager_id\` I have walked forty thousand employees in well under a blink, and moves
are one \`UPDATE\`. Start here, and leave only with a measurement in hand.`,
  },
  {
    key: 'migrations-nobody-notices',
    title: 'Migrations nobody notices',
    author: 'tunde',
    category: 'Databases',
    tags: ['migrations', 'postgres', 'process'],
    daysAgo: 143.2,
    content: `The best migration I ever ran happened at two in the afternoon on a Tuesday, renamed a column on our busiest
table, and generated no messages at all. It took nine days.

The trick is old and worth repeating: *old code and new code always overlap*. During a deploy, for minutes at
least, both versions talk to the same tables. So every schema change has to be fine with both, and a rename
never is. You split it up.

1. Add the new column, nullable. Nothing reads it.
2. Write to both. Deploy, wait.
3. Copy the old values over in small batches, with a pause between.
4. Read from the new one. Deploy, wait, look at the graphs.
5. Stop writing to the old one. Deploy, wait.
6. Drop it.

Yes, it is six steps to rename a column. It is also six steps that can each be abandoned halfway with nothing
broken, and that is what you are buying.

On PostgreSQL, one more habit. Put this at the top of every migration:

\`\`\`sql
SET lock_timeout = '3s';
\`\`\`

An \`ALTER TABLE\` that waits behind a long report makes *everyone else* wait behind it. Three seconds, give up,
try again later. The migration can afford to be patient. Your customers cannot.`,
  },
  {
    key: 'null-is-not-a-value',
    title: 'NULL is not a value, and other things I tell testers',
    author: 'oksana',
    category: 'Databases',
    tags: ['sql', 'testing', 'debugging'],
    daysAgo: 97.8,
    content: `Every few months I find the same bug in a new costume, so here is the table I draw on the whiteboard. In SQL a
comparison has three possible answers, and the third one is a shrug.

| expression | answer |
|---|---|
| \`1 = 1\` | true |
| \`1 = 2\` | false |
| \`1 = NULL\` | unknown |
| \`NULL = NULL\` | unknown |
| \`NULL <> NULL\` | unknown |
| \`NULL IS NULL\` | true |
| \`1 IN (2, NULL)\` | unknown |
| \`1 NOT IN (2, NULL)\` | unknown |

A \`WHERE\` keeps a row only when the answer is *true*. Unknown is thrown out along with false, quietly. That last
line of the table is the one that costs money: \`NOT IN\` over a subquery that contains a single \`NULL\` returns
**no rows at all**. Not an error, not a warning, an empty screen that looks like an empty database.

So when I test a list with filters, I always include:

- one row where the optional column is filled,
- one where it is missing,
- and a filter that says "everything *except* X", then check that the missing one is still there.

The third check finds something roughly half the time. \`NOT EXISTS\` is the usual repair. Being polite to whoever
wrote it is the other one; we have all written it.`,
  },
  {
    key: 'inside-out-plans',
    title: 'Reading a query plan from the inside out',
    author: 'meiling',
    category: 'Databases',
    tags: ['sql', 'postgres', 'performance'],
    daysAgo: 61.5,
    content: `A query plan is printed upside down. The line at the top happens last; the most deeply indented lines happen
first. Once somebody told me to read it like nested function calls, from the inside out, I stopped being afraid
of it.

There are only three numbers I look at on the first pass:

- **estimated rows against actual rows.** If they differ by ten or more, stop. Everything above that line was
  planned for a different table than the one you have.
- **loops.** "0.02 ms" looks harmless until you see \`loops=48000\` beside it.
- **rows removed by filter.** Work that was done and thrown away. This is where the missing index lives.

\`\`\`
Nested Loop  (rows=12) (actual rows=11840 loops=1)
  ->  Seq Scan on orders  (rows=3) (actual rows=2960 loops=1)
        Filter: (lower(region) = 'north')
        Rows Removed by Filter: 887040
  ->  Index Scan using items_order_id on items  (actual rows=4 loops=2960)
\`\`\`

Here the database expected three orders and found almost three thousand, because it keeps no statistics on
\`lower(region)\`. The nested loop was a perfectly good idea for three. An index on the expression gave it both a
faster path *and* honest statistics, and the plan above changed shape without anybody touching the query.

Plans are not magic. They are a bet made on numbers, and your job is to find out which number was wrong.`,
  },
  {
    key: 'many-to-many-is-a-noun',
    title: 'Every many-to-many is a noun you have not named yet',
    author: 'ada',
    category: 'Databases',
    tags: ['sql', 'writing', 'migrations'],
    daysAgo: 24.7,
    content: `You have students and courses, and a table between them called \`student_course\`. It has two columns, and it is
fine. Six months later somebody needs to know *when* the student joined, then whether they finished, then who
let them in. The table in the middle has quietly become the most important one in the schema, and it is still
called \`student_course\`.

It was an **enrolment** all along. Likewise \`user_group\` is a membership, \`post_user\` is a like,
\`doctor_patient\` is an appointment, and \`order_product\` is a line. When I review a schema, tables with two names
glued together are where I slow down and ask: *what would you call one row of this, out loud, to a customer?*

If there is a word, use the word. If there truly is none, as with posts and tags, keep the pair: two foreign
keys, a primary key over both so that nothing can be linked twice, and an index in the other direction:

\`\`\`sql
CREATE TABLE post_tags (
  post_id bigint NOT NULL REFERENCES posts ON DELETE CASCADE,
  tag_id  bigint NOT NULL REFERENCES tags  ON DELETE CASCADE,
  PRIMARY KEY (post_id, tag_id)
);
CREATE INDEX post_tags_by_tag ON post_tags (tag_id, post_id);
\`\`\`

The primary key answers "which tags has this post?", the index answers "which posts have this tag?", and
forgetting the second one is the most common performance bug I am asked to look at. It takes one line to fix and
an afternoon to find.`,
  },
  {
    key: 'restores-not-backups',
    title: 'Nobody wants backups. Everybody wants restores',
    author: 'liam.ob',
    category: 'Databases',
    tags: ['postgres', 'process', 'tools'],
    daysAgo: 5.9,
    content: `We have had nightly backups for years. Last month I asked when anybody had last restored one, and the silence
had a texture to it.

So now there is a restore every Monday, by a machine, into an empty server that is thrown away afterwards. It
does four things: fetches the newest backup, restores it, runs the application's own health check against it,
and compares a few counts with production. Then it posts one line to the team channel with how long it took.

> Restored 41 GB in 23 min. Newest row: 00:04 last night. Counts within 0.2%.

In the first month it failed twice. Once because a new extension was not installed on the fresh server, and once
because the backups had been encrypted with a key that lived, of course, on the server being backed up.

Neither of those is exotic. Both would have been discovered on the worst day of the year, by whoever was on
call. If you do only one thing this week, [write down the restore steps](https://example.com/runbooks/restore)
and have somebody who did not write them follow them, while the author sits on their hands.`,
  },
]
