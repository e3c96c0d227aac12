import type { DemoPost } from '../types.ts'

/** Posts about HTTP, tests and running things. */
export const webPosts: readonly DemoPost[] = [
  {
    key: 'the-slow-page-was-a-font',
    title: 'The slow page was a font',
    author: 'kenji',
    category: 'Web Engineering',
    tags: ['performance', 'css', 'debugging'],
    daysAgo: 391.2,
    content: `The complaint was "the site feels heavy", which is the hardest kind to debug, because nothing is broken. The
server answered in 40 ms. The script was small. And yet on my mother's phone the front page stayed blank for
three seconds, and then arrived all at once, like a bus.

The waterfall told the story. The stylesheet loaded a second stylesheet, which loaded four weights of a font
from another domain, and text set in a font that has not arrived yet is *invisible* by default. We had built a
very fast way to show nothing.

The repair was four lines and a decision:

\`\`\`css
@font-face {
  font-family: 'Studio';
  src: url('/fonts/studio-var.woff2') format('woff2');
  font-weight: 300 700;
  font-display: swap;
}
\`\`\`

One variable file instead of four, served from our own domain, shown with a fallback until it arrives. The
decision was to preload exactly one font and no more. A preload is a promise that something is more urgent than
everything else, and you cannot keep that promise to five files.

The page now shows text in 700 ms on the same phone. My mother has not noticed, which is the point.`,
  },
  {
    key: 'http-caching-long-read',
    title: 'HTTP caching, the long read',
    author: 'kenji',
    category: 'Web Engineering',
    tags: ['http', 'performance', 'writing'],
    daysAgo: 287.5,
    content: `Caching has a reputation for being one of the two hard problems. I think half of that reputation is earned by
invalidation, and the other half by a header whose directives are badly named. This is the explanation I wish I
had been given, in the order I wish I had been given it.

## Two questions, not one

A cache that holds a copy of something asks two separate questions. *May I use this without asking anybody?*
That is freshness. And if not: *may I ask cheaply whether it is still good?* That is validation. Almost every
confusion about caching comes from mixing up these two.

Freshness is \`Cache-Control: max-age=600\`: for ten minutes the copy is as good as the original, and no request
leaves the machine. Validation is \`ETag: "abc"\`: when the copy is stale the cache asks again with
\`If-None-Match: "abc"\`, and a server with nothing new to say answers \`304\` with no body.

## The badly named directives

| directive | what people think | what it means |
|---|---|---|
| \`no-cache\` | do not store this | store it, but ask before every use |
| \`no-store\` | the same, but stronger | do not store this |
| \`must-revalidate\` | ask every time | once stale, never use it without asking |
| \`private\` | secret | only the user's own browser may keep it |
| \`immutable\` | forever | do not ask again, even on reload |

If you remember one row, remember the first. \`no-cache\` is the most useful directive of all: it says *keep it,
and check*. A dashboard served with \`no-cache\` and an \`ETag\` is always current, and costs a few hundred bytes
when nothing changed.

## Two kinds of files

Nearly everything on a site is one of two things. Either its **name changes when it changes**, as
\`app.4f9c1e.js\` does, or its **name stays** and its content changes, as \`/\` does.

\`\`\`http
# the name changes with the content
Cache-Control: public, max-age=31536000, immutable

# the name stays
Cache-Control: no-cache
ETag: "6e2a-1f"
\`\`\`

That is the whole policy. The page is checked every time, cheaply; the page names the assets; the assets are
kept for a year because a new version has a new name. No purging, no guessing at minutes.

## Where it goes wrong

The first trap is **personal pages in shared caches**. If a response depends on who asked, say \`private\`, or
better, \`no-store\`. A page cached with somebody's name in its corner is not a performance bug, it is an
incident.

The second is **\`Vary\`**. A cache looks up copies by address. If your response also depends on a header, on
\`Accept-Language\` or \`Accept-Encoding\`, you have to say so, or the Finnish visitor gets whatever the Portuguese
one was served a minute ago.

The third is deploying new pages before new assets. For a few seconds the page names a script that does not
exist, and a helpful proxy remembers the 404 for everybody. Upload assets first, switch the page last, and keep
the old assets for a week: somebody has had that tab open since Monday.

## What I would do on Monday

1. Open the network panel, reload twice, and sort by size. Anything large with a \`200\` the second time is your
   to-do list.
2. Put a content hash in the names of your assets, and give those a year.
3. Give everything else \`no-cache\` and an \`ETag\`.
4. Only then think about \`max-age\` for pages, \`stale-while-revalidate\`, and the rest of the toy box.

Step four is optional more often than the conference talks suggest. There is a one-page summary to print at
[example.com/cards/caching](https://example.com/cards/caching).`,
  },
  {
    key: 'press-the-button-twice',
    title: 'Press the button twice',
    author: 'tunde',
    category: 'Web Engineering',
    tags: ['http', 'transactions', 'testing'],
    daysAgo: 254.8,
    content: `Our first double charge happened on a train. The customer pressed "Pay", the train entered a tunnel, the answer
was lost, and the phone, being helpful, tried again. We had tested pressing the button. We had not tested
pressing it twice.

An operation is idempotent when doing it again changes nothing. Some are so by nature (set the name to Bo), and
some can be made so with a unique key supplied by whoever asks:

\`\`\`sql
INSERT INTO payments (request_key, account_id, amount)
VALUES (:key, :account, :amount)
ON CONFLICT (request_key) DO NOTHING
RETURNING id;
\`\`\`

If a row comes back, it is new: go on. If nothing comes back, somebody was here before, and you return *their*
answer. There is deliberately no "check whether it exists, then insert": between the check and the insert there
is room for exactly one train tunnel.

The test is my favourite in the whole suite. It fires the same request twenty times at once, then asserts one
row, twenty identical answers, and no errors. It has caught three regressions, all of them written by me.`,
  },
  {
    key: 'an-error-is-a-conversation',
    title: 'An error message is half of a conversation',
    author: 'oksana',
    category: 'Web Engineering',
    tags: ['writing', 'http', 'accessibility'],
    daysAgo: 219.4,
    content: `The other half is what the reader does next. If your message does not help with that, you have only told them
they lost.

I collect bad ones. My current favourite, from a form that took me ten minutes to fill in: **"Invalid data."**
Which data? Invalid how? Did you keep the rest of it? A good message answers three questions:

- *What happened?* "We could not save your address."
- *Why?* "The postcode has six digits; in this country it has five."
- *What now?* "Check the postcode and save again. Nothing else was lost."

For the people on the other side of an API it is no different, except that the reader is a program first and a
tired person second. So we send both: a constant that never changes for the program, a sentence for the person,
and the name of each field that was at fault.

\`\`\`json
{
  "reason": "POSTCODE_LENGTH",
  "message": "The postcode has six digits; in this country it has five.",
  "fields": { "address.postcode": ["must have 5 digits"] }
}
\`\`\`

And never, ever blame. "You entered an invalid date" and "That date does not exist; February has 28 days this
year" carry the same information. Only one of them is a conversation I would like to continue.`,
  },
  {
    key: 'flaky-means-unknown',
    title: '"Flaky" is a polite word for "unknown"',
    author: 'oksana',
    category: 'Web Engineering',
    tags: ['testing', 'debugging', 'process'],
    daysAgo: 164.9,
    content: `We had a test that failed one time in forty. Everybody knew its name. Everybody pressed "re-run". It turned out
to be a real race in the checkout, happening to real customers, one time in forty.

Since then we have a rule I am rather proud of: *a flaky test is a bug report with the reproduction steps
attached*. It gets an owner on the day it flakes. It may be fixed, or deleted with a reason in the commit
message. It may not be retried.

The causes, counted over the last year:

1. waiting for a number of milliseconds instead of for a thing (11)
2. two tests sharing one row, one file or one port (7)
3. an order that nobody promised, usually a missing \`ORDER BY\` (6)
4. the clock: midnight, month ends, time zones (4)
5. a real bug in the product (5)

Number five is why the rule exists. Five real bugs, of thirty-three. If somebody offered me a tool with that hit
rate I would pay for it.`,
  },
  {
    key: 'a-year-in-one-repository',
    title: 'A year in one repository',
    author: 'søren',
    category: 'Web Engineering',
    tags: ['tools', 'process', 'typescript'],
    daysAgo: 121.3,
    content: `We used to have eleven repositories for a team of nine people. A change to a shared type meant four pull
requests, in the right order, with a version bump between each. People avoided changing shared types. You can
guess what the shared types looked like.

A year ago we put everything into one. What got better:

- A rename is *one* commit. The compiler finds all users, because all users are there.
- There is one lint rule set, one test command, one way to start things.
- New people clone once, and can read how a thing is used next to how it is made.

What got worse, honestly: the first week of build times, until we cached by content; and the temptation to
import anything from anywhere. Distance used to keep us apart, and now only discipline does. We wrote the
allowed directions down, and a small check refuses the rest:

\`\`\`
web ──► client ──► api ──► db
         (types)
\`\`\`

Would I do it for a company of two thousand? No idea. For nine people who talk over lunch it is the most
effective thing we did last year, ahead of the coffee machine, which was a close second.`,
  },
  {
    key: 'every-call-needs-a-deadline',
    title: 'Every call needs a deadline',
    author: 'yusuf_k',
    category: 'Web Engineering',
    tags: ['http', 'performance', 'debugging'],
    daysAgo: 84.6,
    content: `The outage lasted forty minutes and had the most boring cause imaginable. A currency service we call once a day
stopped answering. It did not refuse, it did not fail, it just held the line, and we held it too, politely, with
every worker we had.

A call without a deadline is a promise to wait forever. No one would make it on purpose, and nearly every HTTP
client makes it for you by default.

\`\`\`ts
const rates = await fetch('https://example.com/rates', {
  signal: AbortSignal.timeout(2_000),
})
\`\`\`

That is the easy half. The better half is that deadlines should be *passed along*. If the visitor gets an answer
within three seconds, and we have already spent two, there is no sense in giving the next service five. Hand
down what remains, not a constant.

Then decide, before you need to, what happens when time is up. For rates we show yesterday's, with a small note.
It took an afternoon to build and it turned an outage into a footnote. The runbook is now one line long, and the
line is: *wait, it will pass.*`,
  },
  {
    key: 'what-we-stopped-logging',
    title: 'What we log, and what we stopped logging',
    author: 'yusuf_k',
    category: 'Web Engineering',
    tags: ['debugging', 'tools', 'process'],
    daysAgo: 52.4,
    content: `Our logs cost more than our servers. When I finally read a day of them, two thirds were the word "OK" in various
outfits.

So we threw it all out, and started again with one rule: **one line per request, with everything on it**. Not
six lines that have to be matched up later by a tired person, but one wide one, written at the end, when we know
how the story went.

\`\`\`json
{ "route": "posts.list", "status": 200, "ms": 14, "queries": 3, "rows": 20, "user": 118, "release": "b7f2" }
\`\`\`

With this, questions become filters. *Is it slow for everybody or for one customer? Since which release? Only
when it returns many rows?* The old logs could tell you that function \`loadPosts\` had been entered. I never once
needed to know that.

Three things are never on the line: passwords, tokens, and the content of what people wrote. It is not enough to
be careful, so the logger has a list of the fields it *may* write. Everything else is dropped, and a forgotten
field means a thin log instead of a leak.`,
  },
  {
    key: 'before-the-script-arrives',
    title: 'The form that works before the script arrives',
    author: 'zofia.w',
    category: 'Web Engineering',
    tags: ['accessibility', 'http', 'css'],
    daysAgo: 33.1,
    content: `There is a moment, on every page, when the HTML is there and the script is not. On my desk it lasts an eyeblink.
On a regional train it can last the whole of Lower Silesia. What does your form do then?

Ours used to do nothing, with great confidence: a button with a click handler that had not been attached yet.
Now it is a \`<form>\` with a \`method\` and an \`action\`, and it works. The script, when it arrives, makes it
*nicer*: no full reload, errors beside the fields, the button busy while it saves.

\`\`\`html
<form method="post" action="/comments">
  <label for="body">Your comment</label>
  <textarea id="body" name="body" required maxlength="2000"></textarea>
  <button>Publish</button>
</form>
\`\`\`

People hear this and think of users who turned scripts off. There are very few of those. There are a great many
whose script is *late*, blocked by a proxy at work, or broken by a deploy at 16:55 on a Friday. It is the same
six lines of HTML that serve them, and also the screen reader, and also the password manager, and also the
browser's own autofill.

Starting from the plain form is not nostalgia. It is the cheapest resilience I know of.`,
  },
  {
    key: 'the-queue-is-never-empty',
    title: 'The queue is never empty',
    author: 'tunde',
    category: 'Web Engineering',
    tags: ['performance', 'transactions', 'process'],
    daysAgo: 12.2,
    content: `A queue in front of a slow thing does not make it fast. It makes it slow *later*, to people who have gone home.
I say this as someone who has added a queue to three systems and removed it from two.

What a queue is genuinely good at is smoothing. If you can do a hundred jobs a second, and get a thousand in one
second and none in the next nine, a queue is a gift. If you get a hundred and one, every second, it is a
countdown.

So there are two numbers on our wall, and neither is the length of the queue:

- **the age of the oldest job.** Length means nothing without speed; age is what the customer feels.
- **arrivals divided by completions**, over an hour. Above one, you are losing. You can know that hours before
  anybody complains.

And every queue has an upper limit, at which we say no. Saying "not now, try again in a minute" to the last
person in line is kinder than saying "yes, of course" and meaning tomorrow.`,
  },
]
