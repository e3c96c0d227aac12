import type { DemoPost } from '../types.ts'

/** Posts about books and being elsewhere. */
export const awayPosts: readonly DemoPost[] = [
  {
    key: 'the-night-train-north',
    title: 'The night train north',
    author: 'yusuf_k',
    category: 'Books & Travel',
    tags: ['trains', 'writing'],
    daysAgo: 345.9,
    content: `The conductor wore a cardigan. I mention it because I had been on an aeroplane the week before, and nobody on an
aeroplane has ever worn a cardigan at me.

You get on in the evening, when the town is doing its shopping. You put your bag on the rack, and for an hour
the world outside becomes gradually simpler: suburbs, sheds, fields, forest, *dark*. Somewhere after the second
station the talk in the corridor stops. In my compartment there was a forester, a woman with a cello, and a boy
who was going to see snow. At six the blind went up, and there it was, kilometres of it, blue. He said nothing
for about ten minutes.

Things to know before you go:

- Book the top bunk. It is warmer, and nobody will sit on it.
- Take a scarf, for your eyes.
- Take more food than you need, and offer it round. It is how one is introduced.
- Sleep will be poor and memory excellent.

It takes eleven hours. A plane takes one and a half. I have never once told a story about the plane.`,
  },
  {
    key: 'books-we-argued-about',
    title: 'Books we argued about this year',
    author: 'zofia.w',
    category: 'Books & Travel',
    tags: ['novels', 'writing'],
    daysAgo: 284.2,
    content: `Our reading circle has six members and one rule: whoever loved the book has to speak last. Otherwise they
explain it, and nobody dares to say that they were bored on page ninety.

**The one with the lighthouse.** Four of us thought that nothing happens in it. Two of us thought that this was
the plot. Nobody was persuaded. We have agreed to read it again at seventy.

**The long one about the railway.** Eight hundred pages, forty characters, a family tree in the front which is
*wrong*. Yusuf made a corrected one, and he sent it to the publisher. They replied! There will be a new edition.

**The short one about the translator.** Everybody's favourite, and therefore our worst evening. When all agree
there is nothing to do but eat. It has ninety pages, and a sentence about silence that I have since copied into
the front of three notebooks.

**The crime novel.** We had each guessed a different murderer. All six guesses were better than the book's.

Next: something old, something translated, and something that one of us hated at school. Suggestions at
[example.com/reading](https://example.com/reading).`,
  },
  {
    key: 'round-the-fjord-by-bicycle',
    title: 'Round the fjord by bicycle, against the wind',
    author: 'søren',
    category: 'Books & Travel',
    tags: ['cycling', 'writing'],
    daysAgo: 224.1,
    content: `There is a saying here that the wind comes from the front *or* from the front. I rode round the Limfjord in five
days, and I can confirm both.

I had planned it as I plan everything, with a spreadsheet: 74 km a day, average speed, daylight. By noon on the
first day it was fiction. So I folded it up and asked at a bakery, which is the real method. The woman behind
the counter drew me a way along the dyke, with an X where there was a kiosk, and the time of the last ferry. It
leaves when the ferryman has finished his coffee.

What I carried and did not need: the rain trousers (one gets wet anyway), the second book, the spreadsheet. What
I needed and did not carry: a bell. Sheep do not respond to "excuse me".

On the fourth evening I camped on a spit of sand with the water on both sides. The wind dropped all of a sudden,
as though someone had closed a door. I could hear a dog on the far shore, two kilometres off, and a man telling
it to be quiet. I stayed awake for a long time, so as not to waste it.`,
  },
  {
    key: 'a-museum-of-letters',
    title: 'An afternoon among punches',
    author: 'theo.m',
    category: 'Books & Travel',
    tags: ['typography', 'trains', 'drawing'],
    daysAgo: 128.2,
    content: `In Lyon there is a museum of printing in a Renaissance house, up a stair which is itself worth the ticket. On a
Tuesday in the rain I had it to myself. There is a drawer with steel punches, cut by hand, each of them a letter
in reverse at the end of a little bar. You would need a magnifying glass to see that the *a* is beautiful.
Somebody cut it without one.

What moved me was a proof sheet. A typefounder had printed his new italic, and had then gone over it with a
pencil: "*g too proud*", "*s falls asleep*", "*take courage with the f*". It is dated 1540-something. I have
written these very comments, in a review, last month.

We tell ourselves that our tools have changed everything. The man had one job: to look at a thing he had made,
until he could see what it was and not what he had meant. He did it with a pencil. I do it with a pencil.`,
  },
  {
    key: 'the-same-book-every-year',
    title: 'The same book every year',
    author: 'oksana',
    category: 'Books & Travel',
    tags: ['novels', 'writing'],
    daysAgo: 66.7,
    content: `Each year, in the last week of summer, I read the same novel. This was the sixteenth time. I am not going to
tell you which, because you would look it up, and it is not about the book.

The first time I read it for the story. The second for the sentences. At around the fifth I began to notice the
minor characters, and by the ninth I had decided that the aunt, who has eleven lines, is the only one who
understands what is going on. At twenty-two I was on the daughter's side. *This year I caught myself agreeing
with the mother*, and I had to close it for a while.

The book does not change. It is the most precise instrument I own for measuring that I do.

In the margins there are sixteen years of pencil. Some of the notes disagree with each other, and two of them
are rude. I would not lend this copy to anyone, and if the house were on fire I would take it before the laptop.`,
  },
]
