import type { DemoPost } from '../types.ts'

/** Posts about type, colour and the screens nobody draws. */
export const designPosts: readonly DemoPost[] = [
  {
    key: 'sixty-six-characters',
    title: 'Sixty-six characters',
    author: 'theo.m',
    category: 'Design',
    tags: ['typography', 'css', 'accessibility'],
    daysAgo: 381.8,
    content: `Open any novel on your shelf, and count the characters of a line. You will find something between fifty-five and
seventy-five. It is not a law, it is four hundred years of people moving the margin until their eyes stopped
complaining.

The reason is the return. Reading a line is easy; *finding the start of the next* is the work. If lines are too
long the eye lands on the wrong one. If they are too short it turns so often that it never gets going.

On the web we have a unit which was nearly made for this:

\`\`\`css
article {
  max-width: 66ch;
  line-height: 1.5;
  text-wrap: pretty;
}
\`\`\`

Longer lines want more space between them, and shorter lines want less: set the three together, not one after
another. And then read an entire page of it. Not the first paragraph, a *page*, on a Sunday, with coffee.
Typography is tasted, not measured. The number merely tells you where to begin.`,
  },
  {
    key: 'the-empty-state-is-the-first-state',
    title: 'The empty state is the first state',
    author: 'marisol',
    category: 'Design',
    tags: ['writing', 'accessibility', 'process'],
    daysAgo: 319.2,
    content: `We design the list with twelve lovely items in it. Then a new customer signs up and sees: nothing. A white
rectangle and a heading. The first impression of our work is the one screen that nobody drew.

I now draw it first. It has to answer three questions, in this order: *Where am I? Why is it empty? What would
fill it?* One sentence each, at most one button, no clever illustration of a cactus.

> **No drafts yet.** Anything you start writing is kept here until you publish it. [Start
> writing](https://example.com/write)

There are in fact three kinds of empty, and mixing them up is the classic mistake:

1. **Nothing yet.** Invite.
2. **Nothing found.** Say what was searched for and offer to widen it.
3. **Nothing left.** Congratulate, briefly, and get out of the way.

Showing "Create your first project!" to somebody who mistyped a search is a small insult. They have ninety
projects. They made them all in your tool, which does not recognise them.`,
  },
  {
    key: 'contrast-is-not-a-score',
    title: 'Contrast is not a score',
    author: 'zofia.w',
    category: 'Design',
    tags: ['accessibility', 'css', 'testing'],
    daysAgo: 272.7,
    content: `Every few weeks somebody proudly shows me a grey that passes at 4.51 to 1. It does pass. I cannot read it at the
bus stop.

The ratio is a floor, and a floor is a strange thing to aim for. It says nothing about thin strokes, small
sizes, reflections, a cheap display, or the fact that half of us will need reading glasses before this design is
replaced. Treat it as you treat the *legal minimum* thickness of a wall.

What I check, in ten minutes, before any release:

- the page at 200% zoom, in the narrowest window I can make
- everything with the keyboard only, watching where the focus goes
- a screenshot turned to greyscale: can you still tell the error from the hint?
- the phone, outside, brightness at half

The third one catches the most. If "good" is green and "bad" is red, and nothing else tells them apart, one man
in twelve sees two identical brown dots. Add a word, or a shape. Colour is a fine second signal and a terrible
first.`,
  },
  {
    key: 'figures-in-columns',
    title: 'Figures that stand in line',
    author: 'theo.m',
    category: 'Design',
    tags: ['typography', 'css'],
    daysAgo: 206.3,
    content: `Look at a price list, set carelessly. The ones are thin, the eights are fat, and the column sways like washing
on a line. You compare two numbers by their *shape* before you read them, so a swaying column makes you slower,
and a bit unsure, and you never know why.

Most good typefaces carry two sets of figures. Proportional ones, for running text, where a 1 takes up less room
than an 8. And tabular ones, all of one width, for columns. You need only ask:

\`\`\`css
td.amount,
time,
output {
  font-variant-numeric: tabular-nums;
  text-align: right;
}
\`\`\`

It is also the cure for the jittering counter: a number that changes once a second, and makes everything beside
it shiver.

In text I go the other way, and use old-style figures where the face has them. *In 1928 he cut his second roman*
sits quietly in a sentence. With lining figures the year shouts as though it were an acronym.`,
  },
  {
    key: 'forty-bad-sketches',
    title: 'Forty bad sketches',
    author: 'leilani',
    category: 'Design',
    tags: ['process', 'drawing'],
    daysAgo: 158.6,
    content: `My teacher in Hilo made us draw the same breadfruit forty times in one afternoon. By the tenth I was bored, by
the twentieth I was angry, and by the thirtieth I had begun, out of spite, to look at the breadfruit.

I do this with screens now. Eight minutes, a thick pen, index cards, forty of them. A thick pen is important: it
is impossible to draw a drop shadow. The first ten are what everybody would do. The next ten are the first ten
with the menu on the other side. *Then* there is nothing left, and you are forced to ask what the thing is for.

Of the forty I keep two, and usually neither is used. What I keep is knowing where the edges are. When a client
says "could it be more like a map?" I have already drawn it as a map, and I know why not, or, once in a lovely
while, I know that they are right.`,
  },
  {
    key: 'dark-mode-is-not-inverted',
    title: 'Night is not day with the colours swapped',
    author: 'marisol',
    category: 'Design',
    tags: ['css', 'accessibility', 'drawing'],
    daysAgo: 89.3,
    content: `We shipped dark mode in an afternoon, by flipping the lightness of every colour, and spent the next three weeks
apologising.

What we learned, so that you may skip it:

- **Shadows do not work in the dark.** Depth has to come from lighter surfaces instead: the nearer, the lighter.
- **Pure white on pure black glows.** For many people with astigmatism the letters smear. Soften both ends a
  little.
- **Saturated colours vibrate.** The red that was confident on white screams at night. Take out a third of its
  chroma.
- **Pictures with white backgrounds are lamps.** Dim them slightly, or give them a frame.

And the name of a colour should say what it is for, never what it looks like. \`--surface-raised\` survives the
night. \`--white-2\` becomes a lie at sunset.

\`\`\`css
:root {
  color-scheme: light dark;
  --surface: light-dark(oklch(98% 0.005 95), oklch(22% 0.01 95));
  --ink: light-dark(oklch(24% 0.02 95), oklch(90% 0.01 95));
}
\`\`\``,
  },
  {
    key: 'palette-from-the-allotment',
    title: 'A palette from the allotment',
    author: 'leilani',
    category: 'Design',
    tags: ['drawing', 'css', 'spring'],
    daysAgo: 29.4,
    content: `A client wanted "natural colours" and sent a mood board of beige. So I went to the allotment with a box of paper
swatches, at seven in the morning, and matched things.

Nothing there is beige. The soil is almost violet when wet. The bean leaves are a green with so much yellow in
it that on a screen it looks like a mistake. The old zinc watering can is *blue*. And the red of a runner bean
flower appears so seldom, maybe one part in two hundred, that it does all of the work.

That last observation became the brief. We have six greens and browns which hardly differ, and one red, allowed
**once per screen**. The client was doubtful until the first prototype, and then began to police it: "that is
two reds, isn't it?"

Nature does not have better colours than your picker. It has better *proportions*.`,
  },
]
