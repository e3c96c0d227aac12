import type { DemoPost } from '../types.ts'

/** Posts from the allotment, the balcony and the bathtub. */
export const gardenPosts: readonly DemoPost[] = [
  {
    key: 'a-trellis-with-one-saw',
    title: 'A trellis for people who own one saw',
    author: 'leilani',
    category: 'Garden',
    tags: ['diy', 'spring', 'vegetables'],
    daysAgo: 361.7,
    content: `You can buy a trellis. It will be made of softwood and staples, and in its second winter it will become a fan.
Or you can spend a Saturday, and have one that outlives the roses.

You need:

- 2 posts of oak or larch, 2.4 m, about 7 cm square
- 7 battens, 1.8 m by 2 cm by 3 cm
- 28 stainless screws, 4 × 50 mm
- a saw, a drill, a pencil, a friend for twenty minutes

Sink the posts 60 cm deep and 1.6 m apart. *This* is where the friend comes in: somebody has to stand back and
say "left a bit". Tamp the earth in layers of ten centimetres, with the end of a batten. No concrete; it holds
water against the wood, and that is where posts rot.

Then fix the battens across, the lowest at 30 cm, one every 25 cm above it. Predrill each hole. Put two screws
in each crossing, on the diagonal, so that it cannot turn into a parallelogram the first time the wind gets into
the beans.

A trellis does not hold a plant up. It gives the plant something to *decide about*. Leave 5 cm between the wood
and any wall, so that stems can go round the back and change their mind.`,
  },
  {
    key: 'peas-before-the-frost-is-done',
    title: 'Peas before the frost is done',
    author: 'ada',
    category: 'Garden',
    tags: ['spring', 'vegetables'],
    daysAgo: 327.4,
    content: `Every packet says to wait, and I have never waited. Peas come from cold places, and sulk in warm ones. If you
sow them when it is comfortable for you, it is already late for them.

I sow as soon as the soil can be crumbled in one hand, usually with a woollen hat on, and in two stages. The
first half goes straight into the ground, 4 cm deep, in a trench the width of a spade. The second half goes into
a length of old guttering, on the veranda. After three weeks I slide them out into a second trench, whole, like
a drawer.

The mice will get some of the first half. They always do, and I have stopped taking it personally. I sow three
where I want one: *one for the mouse, one for the crow, one to grow*.

They climb by tendrils, so give them something thin. Fat poles are useless to a pea. Hazel twigs are best, or
string. Ours go up the **bottom third of the big trellis**, and when they are finished, in July, the beans that
were waiting behind them take over the rest.`,
  },
  {
    key: 'compost-is-patience',
    title: 'Compost, or: a slow pull request',
    author: 'liam.ob',
    category: 'Garden',
    tags: ['diy', 'spring'],
    daysAgo: 279.1,
    content: `For three years I made slime. I put in kitchen scraps, I turned it weekly with great vigour, and I made slime.
The old man on plot nine watched me in silence the entire time. In the fourth year he said: "Cardboard."

That was all. A heap wants about two parts brown (cardboard, straw, dry leaves, prunings) for each part of green
(peelings, grass, coffee). With only green there is no air in it. I had been so pleased with the green.

- Tear the boxes up. Take off the tape.
- Make it a metre wide at least, or it never gets warm.
- Turn it when it *cools*, not when you feel like it.
- Keep a lid on. Rain washes out what you have been making.

It takes eight months, whatever the books say. You add a bit most days, it looks like nothing, and then one
morning you open the hatch at the bottom and it is earth. I find this more encouraging than nearly anything that
happens on a screen.`,
  },
  {
    key: 'tomatoes-on-the-fourth-floor',
    title: 'Tomatoes on the fourth floor',
    author: 'marisol',
    category: 'Garden',
    tags: ['vegetables', 'diy'],
    daysAgo: 199.2,
    content: `My balcony is a metre and ten deep, faces south-west, and gets a wind that has torn off two washing lines. I
grow eleven kilos of tomatoes on it a year, and no tomato has ever told me that it would rather live in a field.

The whole secret is *volume*. A tomato in a 5-litre pot needs water three times a day, and you have a job. In 30
litres it needs water once, early. I use the blue bins that olives come in; the grocer on the corner is glad to
see them go. Four holes in the bottom, a hand of gravel, and never let them dry out fully, or the next rain will
split every fruit.

Choose kinds that know when to stop. Bush types want nothing from you. Of the climbing ones I keep a single
stem, tie it to a string from the balcony above (thank you, señora Ibáñez), and pinch out the tip when it
reaches her floor.

I pay the rent in tomatoes. It is the best contract I have ever signed.`,
  },
  {
    key: 'a-pear-tree-made-flat',
    title: 'Teaching a pear tree to be flat',
    author: 'leilani',
    category: 'Garden',
    tags: ['diy', 'drawing', 'spring'],
    daysAgo: 149.5,
    content: `An espalier is a tree that has been persuaded. Against a wall that gets the afternoon sun, you stretch three
wires, one above another, forty centimetres apart, and then for five years you do *almost nothing*, at the right
time.

In the first winter, cut the young tree off just above the lowest wire. It feels like murder. In spring it
answers with three shoots: one goes up, and two go sideways, at first on canes at 45 degrees. You lower those a
little each month, since a branch laid flat at once stops growing, and one that is lowered slowly never notices.

Next winter you cut the leader at the second wire. And so on. In between there is an hour of pruning each
August, back to three leaves. That is the whole of it. Everybody who sees it thinks that I must be terribly
patient. I am not patient at all. **I have a calendar.**

The pears are better than from a free tree, as every one of them hangs in the sun. There were forty-one last
year. I drew all of them, before we ate them.`,
  },
  {
    key: 'three-sisters-in-a-bathtub',
    title: 'Three sisters in a bathtub',
    author: 'meiling',
    category: 'Garden',
    tags: ['vegetables', 'diy'],
    daysAgo: 93.7,
    content: `The neighbours were throwing out a bathtub, and my husband said no, and so it now stands in the yard, full of
earth, with maize, beans and a squash in it.

The three have been grown together in the Americas for thousands of years, and once you see it, you cannot
believe that anyone plants them apart. The maize is the pole. The beans climb it, and feed the soil. The squash
covers the ground with its big leaves, keeps it damp, and its prickles annoy the raccoons, or in our case the
cat from number 14.

Timing is everything. *Maize first*, and wait until it is as tall as your hand. Then the beans, around it. Then
the squash, a week later, at the tap end. I got it wrong the first year and sowed all three on one Sunday; the
beans won by the end of the month, and pulled everything down into a heap.

From one bathtub: nineteen cobs, a bucket of beans, four squashes, and a husband who tells visitors that it was
his idea.`,
  },
  {
    key: 'winter-is-for-catalogues',
    title: 'Winter is for seed catalogues',
    author: 'ada',
    category: 'Garden',
    tags: ['vegetables', 'writing'],
    daysAgo: 56.8,
    content: `There is a week in the dark part of the year when nothing can be done outside. That is when they arrive. I make
a pot of coffee, and sit down with a pencil, and for one evening I am the owner of four hectares and no job.

Seed catalogues are the last great form of optimistic prose. "A vigorous old variety, unconcerned by wet
summers." *Unconcerned!* I have met people whom I would describe that way, and I would plant them, too.

I allow myself everything on the first evening. On the second I get out the plan of the plot, at a scale of one
to fifty, and cross things out until the pencil fits the paper. The rule is that for each new kind, an old one
goes. So far I have given up celeriac (spite), sweetcorn (badgers), and two thirds of my courgettes, since
nobody needs six plants. **Nobody needs two.**

What stays each year: the tall peas, the blue potatoes, a runner bean that came from my great-aunt in an
envelope marked only *good ones*.`,
  },
  {
    key: 'a-settlement-with-slugs',
    title: 'A negotiated settlement with slugs',
    author: 'søren',
    category: 'Garden',
    tags: ['vegetables', 'process'],
    daysAgo: 15.3,
    content: `In my first year I fought. Beer traps, copper tape, a torch at midnight with a bucket. I lost forty lettuces,
and some dignity in front of the neighbours.

Then I read that slugs far prefer *wilted* leaves to fresh ones, and realised that I had been offering them only
the good china. Now the outer leaves and the trimmings stay on the ground in one corner, by the fence, under a
board. They dine there. Each Sunday morning I lift up the board and relocate the guests to the compost, where
they are employees.

The terms of the settlement, as of this year:

1. The corner by the fence is theirs.
2. Lettuces are planted out *large*, from pots, never sown in place.
3. Water in the morning. A wet evening is an invitation.
4. The hostas were a provocation, and have been removed.

Losses this year: four lettuces. I consider it a tax, and the services are good.`,
  },
]
