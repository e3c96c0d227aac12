import type { DemoPost } from '../types.ts'

/** Posts of no category. */
export const loosePosts: readonly DemoPost[] = [
  {
    key: 'why-we-write-here',
    title: 'Why we are starting to write here',
    author: 'ada',
    category: null,
    tags: ['writing', 'remote'],
    daysAgo: 424.6,
    content: `There are nine of us who talk at lunch. On a good day someone explains something so well that the others put
down their forks. On Wednesdays half of us are at home, and then it is lost.

So this is a place for those lunches. It will not have a schedule or a strategy. There will be a great deal
about databases, since I am one of the nine, and more about beans than you would expect. We have agreed on three
things:

- Write about something you *did*, not about something you think people should do.
- Say what went wrong.
- Stop when you are finished.

If you disagree with something, tell us underneath it. We do read it, and we argue about it over lunch. The name
comes from the thing in the yard, by the way. It was built before any of us came, no one knows by whom, and
everything in the place leans on it.`,
  },
  {
    key: 'small-tools-i-would-miss',
    title: 'Small tools I would miss',
    author: 'kenji',
    category: null,
    tags: ['tools', 'css'],
    daysAgo: 185.7,
    content: `Not the large ones; everybody lists the large ones. These are the little things which would make me stop in the
middle of a day and say: oh.

1. A text file called \`today.txt\`. It has three lines. At noon I am usually surprised by the second.
2. A keyboard shortcut that makes the window *exactly* 360 pixels wide.
3. \`git log -S\`, which finds the commit in which a string appeared or went away. It has settled more arguments
   than any meeting.
4. A kitchen timer. A real one, that ticks. When it ticks I do not answer messages, and everybody can hear why.
5. A ruler made of steel, for the screen. Yes, I hold it against the screen.
6. The word "hmm", typed into the chat, and nothing more. Somebody always asks.

What are yours? I am convinced that each of us has one which the others have never heard of.`,
  },
  {
    key: 'seen-on-the-way-to-work',
    title: 'Seen on the way to work',
    author: 'leilani',
    category: null,
    tags: ['drawing', 'cycling', 'spring'],
    daysAgo: 112.4,
    content: `I have made one drawing on my way in each morning for a hundred days. It must be finished before the kettle is.
Here is what is in the book, without the drawings, which are not all good.

A man carrying a door. A heron on a parked car, *very* sure of itself. The same blue bicycle, locked to the same
rail, with one more part missing each week, until day 61, when there was only the lock. Somebody had tied a
ribbon to it. Two people arguing in sign language across four lanes of traffic, and one of them winning.
Scaffolding going up, scaffolding coming down. A dog waiting outside the bakery who knows everybody's name.

On day 100 I met the woman who waters the traffic island. I had drawn her eleven times, and I showed her. She
looked at all of them and said: "My coat is green, you know."

I had only had a pencil. I bought a green one.`,
  },
  {
    key: 'a-desk-inventory',
    title: 'An inventory of my desk, unposed',
    author: 'theo.m',
    category: null,
    tags: ['tools', 'typography', 'drawing'],
    daysAgo: 1.3,
    content: `A student asked what a designer has on his desk. I promised to write it down just as it was, and to tidy nothing
first.

From left to right: a lamp with a repaired arm. A type specimen from 1961, open at the italics, under a cup.
*The cup has been there since Tuesday.* Two steel rulers, one of which is Kenji's. A linen tester, so I may look
at how dots become a grey. A laptop, closed. A proof with eleven corrections, of which I now disagree with four.
A hazelnut. A postcard from Leilani, of a heron on a car.

There is no second monitor. I have tried. I spent the day turning my head, like someone watching tennis, and I
lost both matches.

The most important thing is under the desk: an old wooden box, to put my feet on when a thing is nearly right. I
do not know why it works. When I lift up my feet, I see the mistake.`,
  },
]
