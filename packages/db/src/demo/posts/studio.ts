import type { DemoPost } from '../types.ts'

/** Posts about running a small team. */
export const studioPosts: readonly DemoPost[] = [
  {
    key: 'no-meeting-wednesdays',
    title: 'Six months of Wednesdays',
    author: 'priya-n',
    category: 'Studio',
    tags: ['process', 'remote'],
    daysAgo: 351.3,
    content: `In spring we took all meetings off Wednesdays. No stand-up, no one-to-ones, no "quick sync". I expected to write
a short triumphant post about it. It is a bit more complicated than that.

The good: people finish things on Wednesdays. When I look at when difficult work lands, the middle of the week
sticks out like a thumb. Two people told me that it is the day on which they remember why they like this job.

The bad: Thursdays became dreadful. Everything that had been pushed aside piled up the morning after. We had not
removed meetings, we had *compressed* them.

What helped was to ask, of each meeting that had moved, whether it should exist. A third of them were status,
and became a written note. A third were decisions that two people could make without eight. The last third were
real, and are better for having been chosen.

So my advice has changed. Do not begin with a quiet day. Begin by cancelling everything for two weeks, and let
people ask for back what they miss. **Then** protect a day.`,
  },
  {
    key: 'hire-with-the-work',
    title: 'Hire with the work',
    author: 'priya-n',
    category: 'Studio',
    tags: ['hiring', 'process', 'writing'],
    daysAgo: 304.4,
    content: `We have stopped asking puzzles. A candidate who can balance a tree on a whiteboard has proven that they can
balance a tree on a whiteboard.

Instead, there is a small broken project: two hundred lines, a README which lies a little, three failing tests
and one bug that no test covers. They get it the evening before, so nobody has to perform reading. On the day we
spend ninety minutes with it, together, on their own machine.

I am not watching whether they fix everything. I watch what they do when the README lies. Do they notice? Do
they tell me? Do they fix it, too, or step around it? Afterwards we swap: they review a change of *mine*, which
contains one clever thing that should not be there.

- We pay for the time, whatever the outcome.
- Everybody gets the same project, and the same two people.
- Each of us writes down an opinion *before* we talk.

The last is the one I would keep if I could keep only one. Opinions spoken aloud in a room converge on that of
whoever spoke first, and that was usually me.`,
  },
  {
    key: 'the-decision-log',
    title: 'Why did we do it like that?',
    author: 'priya-n',
    category: 'Studio',
    tags: ['process', 'writing', 'remote'],
    daysAgo: 248.3,
    content: `The question comes up once a month, always about something slightly odd, and always in the week when the person
who knows is hiking.

We keep a folder of decisions. Each one is a page with four headings: **what we decided, what we knew, what else
we considered, what would change our mind.** The last heading is the one that makes it useful. A decision
without it is a law; with it, it is a bet with the terms written down.

Rules that have kept it alive for two years:

1. It must take less than twenty minutes. A page, no diagrams.
2. It lives beside the code, so it is found by searching, and reviewed like anything else.
3. Never edit an old one. Write a new one, and link them both ways.
4. Write it when you *disagree*, not when you agree. Nobody looks up things everyone thought obvious.

Last week a new colleague reversed a decision of mine from 2022. She quoted my own fourth heading to me. I have
rarely been so pleased to lose an argument.`,
  },
  {
    key: 'the-first-week',
    title: 'The first week',
    author: 'marisol',
    category: 'Studio',
    tags: ['process', 'hiring', 'remote'],
    daysAgo: 213.5,
    content: `On my first day at my first studio I was given a laptop, a password on a sticky note, and a chair facing a
pillar. I spent the week pretending to read documentation. I remember exactly how it felt, and so I now own our
onboarding.

- **Monday** you change something small on the website, and it goes live before lunch. It may be a comma.
- **Tuesday** you sit with support, and answer one real question.
- **Wednesday** is quiet for everybody, so it is quiet for you.
- **Thursday** you have lunch with somebody whose work you do not understand.
- **Friday** you write down everything that confused you. *Everything.* This is the most valuable document you
  will ever write here, for in a month you will not be able to see it any more.

The Friday list goes straight to me and I fix three things from it before the next person starts. We have been
at it for nine people. The list is getting shorter and stranger. The last one said: "Why are there two kettles,
and why does nobody use the left one?"`,
  },
  {
    key: 'estimates-are-weather',
    title: 'Estimates are weather forecasts',
    author: 'liam.ob',
    category: 'Studio',
    tags: ['process', 'writing'],
    daysAgo: 172.5,
    content: `Nobody shouts at the meteorologist because it rained on a day with a 30% chance of rain. Somehow we have agreed
to treat estimates in a different way.

I stopped giving single numbers. I give two: *I would be surprised if it took less than this*, and *I would be
surprised if it took more than that*. The distance between them is the actual information. "Three to four days"
is a thing I have done before. "Three days to five weeks" means that there is something in there I have not
looked at, and the right next step is not to begin, but to go and look.

Then I keep score. Last year 78% of my work landed inside my ranges, which makes me slightly overconfident: I
was aiming for nine out of ten. My colleague, who shall be unnamed, was at 41%, and has since bought wider
ranges.

Forecasts improve by being checked against the sky. An estimate that is never compared with what happened is not
an estimate, it is a *mood*.`,
  },
  {
    key: 'the-friday-letter',
    title: 'The Friday letter',
    author: 'ada',
    category: 'Studio',
    tags: ['writing', 'remote', 'process'],
    daysAgo: 104.5,
    content: `Every Friday at three one of us writes a letter to the others. It is about a page. It says what happened, what
did not, and one thing that has nothing to do with work. Whoever wrote it picks the next writer.

It began as a status report, and nobody read it. Two changes saved it. The first: **it is signed**. A report has
no author, so it has no voice. The second: it must contain *one thing that went badly*. A letter with nothing
but good news reads like an advertisement, and people skim those.

I have kept all of mine. Reading them again I see what no dashboard would have shown me: that in March we were
tired, that we were all secretly proud of the import tool, that someone's tomatoes had failed and everyone had
advice.

If you want to try it, three suggestions. Do not make a template. Do not send it to anyone outside. And let the
newest person write the second one, not the tenth.`,
  },
  {
    key: 'no-is-a-sentence',
    title: 'How to say no to a good idea',
    author: 'priya-n',
    category: 'Studio',
    tags: ['process', 'writing'],
    daysAgo: 44.2,
    content: `Bad ideas are easy to turn down. The good ones are what sinks you: small, sensible, clearly useful, each a week
long, forty of them.

I used to say "not now", and it was a lie both of us understood. The list of "not now" reached two hundred and
eleven items. Nobody dared to look at it, and it made every new idea feel hopeless. One morning I deleted it.
**Nobody noticed**, which was both a relief and somewhat insulting.

Now I try to say one of three things, and to mean it:

- *Yes, instead of this.* And name what it replaces.
- *No, because of this.* One reason, the real one. Not five; five reasons sound like an excuse.
- *I do not know, here is what would tell me.* And who will find out, and by when.

A good no is a gift of time to the person who asked. They can go and persuade somebody else, or build it in
another way, or let it go. "Not now" takes even that from them.`,
  },
  {
    key: 'the-incident-review-that-went-well',
    title: 'The incident review that went well',
    author: 'yusuf_k',
    category: 'Studio',
    tags: ['process', 'debugging', 'writing'],
    daysAgo: 8.6,
    content: `At 09:12 I deleted the wrong queue. At 09:13 I knew. By 09:50 we had it back, minus four thousand notification
emails which, on reflection, nobody missed.

The review on Thursday was the best meeting of my year. Nobody asked why I had done it. Priya asked *what I had
been looking at when it seemed like the right thing to do*, and I shared my screen, and there it was: two
consoles, the same colour, the same name but for one letter, and the staging one had logged me out a minute
before.

Given that screen, everyone in the room would have pressed the button. Somebody said so. Somebody else admitted
that they *had*, in autumn, on a smaller thing, and had been too embarrassed to mention it.

What came out of it:

1. Production consoles have a red border. It took ten minutes.
2. Deleting anything with messages in it asks you to type its name.
3. A channel called \`#nearly\`, for things which almost went wrong. It had eleven posts in the first week.

The third is worth more than the other two together. An outage is an expensive lesson, and a near miss is the
same lesson for free, but only if telling it costs nothing.`,
  },
]
