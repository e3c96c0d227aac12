import type { DemoThread } from '../types.ts'

/** What was said under the posts of "Design". */
export const designThreads: readonly DemoThread[] = [
  {
    post: 'sixty-six-characters',
    author: 'zofia.w',
    hoursAfter: 3.4,
    body: 'One plea: use the limit on the text and not on the page, so that it survives 200% zoom. I see many sixty-six character columns that turn into twenty-two.',
    replies: [
      {
        author: 'theo.m',
        hoursAfter: 1.2,
        body: '`ch` grows along with the font, so it should only be the padding that eats it. Was there padding?',
        replies: [
          {
            author: 'zofia.w',
            hoursAfter: 0.6,
            body: 'There was a great deal of padding.',
          },
        ],
      },
    ],
  },
  {
    post: 'sixty-six-characters',
    author: 'ada',
    hoursAfter: 26,
    body: 'I counted the novel on my table. Sixty-four. I have no idea what to do with this knowledge, but I am pleased.',
  },
  {
    post: 'the-empty-state-is-the-first-state',
    author: 'priya-n',
    hoursAfter: 2,
    body: '"They made them all in your tool, which does not recognise them." Ouch. That was us until March.',
  },
  {
    post: 'the-empty-state-is-the-first-state',
    author: 'kenji',
    hoursAfter: 13,
    body: 'I now keep three stories per list, one for each kind of empty. The third is always the one nobody has written a text for.',
    replies: [
      {
        author: 'marisol',
        hoursAfter: 2.8,
        body: 'Ours says "All done. The plants want water." It is only shown on Fridays.',
      },
    ],
  },
  {
    post: 'contrast-is-not-a-score',
    author: 'marisol',
    hoursAfter: 1.7,
    body: 'I was the proud person with 4.51. I have since met the bus stop.',
    replies: [
      {
        author: 'zofia.w',
        hoursAfter: 0.9,
        body: 'You were one of four, that week! It was a popular grey.',
      },
    ],
  },
  {
    post: 'contrast-is-not-a-score',
    author: 'liam.ob',
    hoursAfter: 18,
    body: 'One man in twelve, and I am that man. The build page was two brown dots for a year, and I assumed that brown meant fine.',
    replies: [
      {
        author: 'zofia.w',
        hoursAfter: 1.4,
        body: 'You could have said something!',
        replies: [
          {
            author: 'liam.ob',
            hoursAfter: 0.8,
            body: 'To whom? I thought that we simply never broke the build.',
          },
        ],
      },
    ],
  },
  {
    post: 'figures-in-columns',
    author: 'kenji',
    hoursAfter: 2.2,
    body: 'The jittering counter was driving me mad and I had put it in a fixed-width box with JavaScript. One line. One!',
  },
  {
    post: 'figures-in-columns',
    author: 'meiling',
    hoursAfter: 20,
    body: 'Does it work with fonts which have no tabular figures?',
    replies: [
      {
        author: 'theo.m',
        hoursAfter: 4.5,
        body: 'No, then nothing happens at all. Most of them have had them for years; it is the free ones from 2012 that have not.',
      },
    ],
  },
  {
    post: 'forty-bad-sketches',
    author: 'marisol',
    hoursAfter: 5,
    body: 'We did this as a team on Thursday. Around twenty-five somebody drew the settings page as a fish, and it was the best idea of the day.',
    replies: [
      {
        author: 'leilani',
        hoursAfter: 1,
        body: 'It is always a fish! Something breaks around twenty-five.',
      },
    ],
  },
  {
    post: 'forty-bad-sketches',
    author: 'søren',
    hoursAfter: 29,
    body: 'I tried it with function signatures. Forty is too many. At twelve I had the right one, and it was the second.',
  },
  {
    post: 'dark-mode-is-not-inverted',
    author: 'kenji',
    hoursAfter: 2.6,
    body: '`light-dark()` has removed about two hundred lines from our stylesheet. I had not seen it paired with names by purpose before; it reads like a sentence.',
  },
  {
    post: 'dark-mode-is-not-inverted',
    author: 'oksana',
    hoursAfter: 8,
    body: 'Checklist for whoever tests it: printed pages, e-mails, the moment of switching while a dialog is open, and screenshots in the help pages.',
    replies: [
      {
        author: 'marisol',
        hoursAfter: 1.3,
        body: 'Printed pages! We printed black pages. One whole cartridge.',
      },
    ],
  },
  {
    post: 'palette-from-the-allotment',
    author: 'ada',
    hoursAfter: 2,
    body: 'You came with a box of swatches at seven in the morning and told me you were "checking on the beans".',
    replies: [
      {
        author: 'leilani',
        hoursAfter: 0.5,
        body: 'I checked on the beans as well. They had more yellow than I expected.',
      },
    ],
  },
  {
    post: 'palette-from-the-allotment',
    author: 'theo.m',
    hoursAfter: 14,
    body: 'One red per screen is also the rule for italics, and for jokes.',
  },
]
