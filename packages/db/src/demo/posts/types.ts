import type { DemoPost } from '../types.ts'

/** Posts about types, mostly in TypeScript. */
export const typePosts: readonly DemoPost[] = [
  {
    key: 'illegal-states',
    title: 'Four booleans walk into a component',
    author: 'søren',
    category: 'Type Systems',
    tags: ['typescript', 'writing'],
    daysAgo: 371.4,
    content: `A component of ours had \`isLoading\`, \`isError\`, \`isEmpty\` and \`isDone\`. Four booleans make sixteen combinations,
of which four mean something. The other twelve are where the bugs live: the spinner on top of the error, the
"nothing found" that flashes before the list.

The repair is to have as many states as there are states:

\`\`\`ts
type Results =
  | { state: 'loading' }
  | { state: 'failed'; message: string }
  | { state: 'empty' }
  | { state: 'done'; items: Item[] }
\`\`\`

What I like is not that it is shorter. It is that \`items\` *does not exist* while loading. I cannot render it by
mistake, and nobody has to remember why they should not.

People call this "making illegal states unrepresentable", which is a mouthful. My grandmother, a seamstress, had
a better phrase: **cut the cloth so it can only be sewn one way.**`,
  },
  {
    key: 'ids-with-a-surname',
    title: 'Give your ids a surname',
    author: 'søren',
    category: 'Type Systems',
    tags: ['typescript', 'debugging'],
    daysAgo: 298.9,
    content: `Here is a bug that passed review, passed the tests, and lived in production for a month:

\`\`\`ts
await removeMember(userId, teamId)   // declared as (teamId, userId)
\`\`\`

Both are numbers. Every compiler on earth is happy with it. And as our ids are small integers, there nearly
always *was* a team 12 with a user 7, so it did not even fail. It removed somebody else.

The cure costs one line per noun. A branded type is a number that remembers where it came from:

\`\`\`ts
declare const noun: unique symbol
type Id<N extends string> = number & { readonly [noun]: N }

type UserId = Id<'user'>
type TeamId = Id<'team'>

declare function removeMember(team: TeamId, user: UserId): Promise<void>
\`\`\`

At run time nothing has changed, it is still a 7. But the swapped call no longer compiles, and you get an id
only from where ids are made: reading a row, or parsing an input.

I would not do it for everything. Brands on every string turn code into a costume party. Ids, money and anything
that has been *checked* (an email that was verified, a path that was cleaned) are worth a surname. The rest can
go by their first name.`,
  },
  {
    key: 'inference-is-design',
    title: 'Inference is a design tool',
    author: 'ada',
    category: 'Type Systems',
    tags: ['typescript', 'sql', 'process'],
    daysAgo: 241.2,
    content: `For years I treated types as labels: first build the thing, then write down what it is. Somewhere along the way
I changed the order, and the labels mostly disappeared.

When a type *follows* from something there is exactly one place to change it. The table says a title is text;
the query's type follows from the table; the procedure's output from the query; the page from the procedure. I
rename a column and eleven files turn red, in the order in which I should fix them. That list used to be a
spreadsheet.

So the question I ask in a design review is no longer "what is the type of this?" but "**what does this type
follow from?**" If the answer is "we wrote it twice and keep them the same", that is where it will break, on a
Thursday, with one of the two people on holiday.

Inference needs anchors, though. Let everything float and an error appears forty lines from its cause, phrased
as a paragraph of angle brackets. I write types by hand in three places: the edges of a module, anything
recursive, and wherever a colleague would otherwise have to hover to understand.`,
  },
  {
    key: 'in-praise-of-satisfies',
    title: 'In praise of a small keyword',
    author: 'kenji',
    category: 'Type Systems',
    tags: ['typescript', 'css'],
    daysAgo: 197.6,
    content: `There are flashy features in TypeScript, and then there is \`satisfies\`, which I use twice a day and never see on
a slide.

An annotation *replaces* what the compiler knew with what you said. With \`const sizes: Record<string, number>\`
every key becomes plausible, and \`sizes.extraLrage\` is a number that happens to be undefined. A cast is worse:
it tells the compiler to be quiet. \`satisfies\` asks a question instead.

\`\`\`ts
const breakpoints = {
  phone: 480,
  tablet: 768,
  desk: 1200,
} satisfies Record<string, number>

breakpoints.tablet   // fine
breakpoints.tabelt   // error, with a suggestion
\`\`\`

*Check that it fits, and then go on knowing everything you knew.* It is the difference between a passport
control and a name tag.`,
  },
  {
    key: 'the-case-you-forgot',
    title: 'The case you forgot',
    author: 'søren',
    category: 'Type Systems',
    tags: ['typescript', 'testing'],
    daysAgo: 139.7,
    content: `Every \`switch\` over a list of kinds is a small prophecy: it says there will never be another kind. Prophecies
age badly. When we added "refunded" to our order states, three switches shrugged and fell through.

The standard trick is to let the compiler object:

\`\`\`ts
function label(state: OrderState): string {
  switch (state) {
    case 'open':
      return 'Open'
    case 'paid':
      return 'Paid'
    case 'refunded':
      return 'Refunded'
    default:
      return impossible(state)
  }
}

function impossible(value: never): never {
  throw new Error(\`Unexpected: \${String(value)}\`)
}
\`\`\`

If all cases are handled, \`state\` has no values left, its type is \`never\`, and the call compiles. Add a state
and it stops compiling *exactly* where a decision is missing.

Even better, where it fits, is to have no switch. An object with a key per state cannot forget one, and it reads
like the table it is. I reach for the switch when the branches do things, and for the object when they merely
differ.`,
  },
  {
    key: 'parse-at-the-door',
    title: 'Parse at the door, trust in the house',
    author: 'meiling',
    category: 'Type Systems',
    tags: ['typescript', 'http', 'testing'],
    daysAgo: 73.3,
    content: `In my parents' house you took your shoes off at the door. After that nobody looked at your feet again. I think
about input in the same way.

Data from outside (a request, a file, an environment variable, a message from a queue) is of type "who knows".
At the door it is parsed, *once*, into something with a precise type, or it is turned away with an explanation.
Inside, no function checks whether the email is an email. It would be rude.

The opposite style is familiar: every function defends itself, a little, differently. One trims, one lowercases,
one throws and one returns \`null\`. Together they are a great deal of code, and you still cannot say what has
been checked by the time you reach the bottom.

Two signs that a door is in the wrong place:

- a comment that says "should never happen", deep inside
- the same check written in three files

And one which people forget: **your own database is a house too**. A row you wrote last year, under last year's
rules, is a guest. If the rules have changed, either migrate the rows or parse them. Pretending is not a
strategy.`,
  },
  {
    key: 'variance-vending-machines',
    title: 'Variance, explained with vending machines',
    author: 'søren',
    category: 'Type Systems',
    tags: ['typescript', 'writing'],
    daysAgo: 18.1,
    content: `Nobody enjoys the words "covariant" and "contravariant". So: vending machines.

You order a machine that *gives out fruit*. They deliver one that gives out only apples. Are you happy? Yes:
every apple is a fruit. A machine that gives apples can stand wherever a machine that gives fruit was expected.
What comes **out** may be more specific.

You also order a machine that *takes coins* of any kind. They deliver one that takes only two-euro coins. You
are not happy, since your fifty-cent piece falls through. The other way round is fine: you ordered one for
two-euro coins, they brought one that takes everything. What goes **in** may be more general.

Now a cupboard, into which you put fruit and from which you take fruit. A cupboard of apples will not do, for
you might put in a pear. A cupboard of food will not do either, for you might take out a cheese. It has to be
*exactly* a cupboard of fruit.

- only comes out: narrower is fine
- only goes in: wider is fine
- both: it must be the same

That is all there is to it. A read-only list is a vending machine, a callback's parameter is a coin slot, and a
mutable array is a cupboard, though TypeScript will let you treat it as a vending machine and then somebody
finds cheese among the apples.`,
  },
]
