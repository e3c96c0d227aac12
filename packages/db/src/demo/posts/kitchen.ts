import type { DemoPost } from '../types.ts'

/** Posts to eat. */
export const kitchenPosts: readonly DemoPost[] = [
  {
    key: 'bread-around-a-working-day',
    title: 'Bread around a working day',
    author: 'liam.ob',
    category: 'Kitchen',
    tags: ['baking', 'process'],
    daysAgo: 337.5,
    content: `Every sourdough book is written by somebody who is at home. Here is the schedule of somebody who is not. It has
one idea in it: *the fridge is a pause button*.

| when | what | minutes |
|---|---|---|
| Thursday, 7:30 | feed the starter, go to work | 3 |
| Thursday, 18:30 | mix flour, water, starter | 5 |
| Thursday, 19:00 | add salt, fold | 3 |
| 19:30, 20:00, 20:30 | fold again | 2 each |
| Thursday, 22:30 | shape, into the fridge | 10 |
| Saturday, 8:00 | oven as hot as it goes | 1 |
| Saturday, 8:45 | bake, straight from the fridge | 45 |

For one loaf: 450 g of strong white flour, 50 g of rye, 375 g of water, 100 g of starter, 10 g of salt. Bake it
for 25 minutes in a pot with the lid on, and 20 with it off.

Friday is missing from the table. It sits in the fridge on Friday and gets better. If Saturday goes wrong it can
sit there until Sunday, and you have lost nothing. I know of few processes at work as forgiving.`,
  },
  {
    key: 'dashi-in-three-ingredients',
    title: 'Three ingredients, one of which is water',
    author: 'kenji',
    category: 'Kitchen',
    tags: ['soup', 'process'],
    daysAgo: 294.6,
    content: `My father could tell, from the smell in the corridor, in which of the flats the dashi had been boiled. *Boiled*
was an accusation.

Dashi is kombu, katsuobushi and water, and since there is nowhere to hide, it teaches attention. Put 10 g of
kombu into a litre of cold water and leave it for an hour or, better, overnight. Warm it slowly. When small
bubbles sit at the edge, and **before** it boils, take the kombu out. Boil it and it turns slimy and bitter, and
someone in the corridor knows.

Now bring it just to the boil, turn off the heat, add 20 g of katsuobushi all at once, and do nothing for two
minutes. It sinks. Pour it through a cloth. Do not squeeze the cloth! I know. I also want to.

You have the base of half of Japanese cooking. Tonight: a spoon of miso, some tofu, the green of a leek. The
used kombu gets cut up fine, and simmered in soy and a bit of sugar. Nothing is thrown away, least of all
something which has travelled here from Hokkaidō.`,
  },
  {
    key: 'jollof-diplomacy',
    title: 'Jollof diplomacy',
    author: 'tunde',
    category: 'Kitchen',
    tags: ['soup', 'writing'],
    daysAgo: 236.6,
    content: `I shall not discuss whose jollof is best. I work with a Ghanaian contractor whom I respect, and we have a
treaty. I shall merely describe how it is made *correctly*.

Blend four red peppers, six plum tomatoes, two onions and as many Scotch bonnets as you have courage. Boil this
down until it stops tasting of water; it takes longer than you want. Separately, fry tomato purée in plenty of
oil until it darkens and the kitchen smells of sweetness, not tin. **That is the step which people skip**, and
you can taste it from across the room. Join the two. Add thyme, curry powder, two bay leaves, stock.

Then long-grain parboiled rice, washed until the water is clear. The liquid should barely cover it. Foil on the
pot, lid on the foil, heat as low as it goes, and leave it alone for half an hour. You may stir once. If you
stir twice, it is porridge.

At the end turn up the heat for three minutes, and let the bottom catch. The smoky part is called *party
jollof*, and the pot is washed by whoever complained about the smoke.`,
  },
  {
    key: 'three-kilos-of-cabbage',
    title: 'Three kilos of cabbage',
    author: 'zofia.w',
    category: 'Kitchen',
    tags: ['fermentation', 'vegetables'],
    daysAgo: 178.8,
    content: `My grandmother made sauerkraut in a barrel in the cellar, and she tramped it down with her feet. As children we
were told it was somebody else's feet. I use my fists and a five-litre jar, but the numbers are hers: **20 grams
of salt for each kilo of cabbage.** No more, and never less.

Slice three kilos as thin as you can. Salt it in layers in a big bowl and squeeze until your hands ache and the
cabbage is standing in its own juice; ten minutes, one side of a record. Add caraway, and a grated carrot if you
are from our side of the river. Pack it into the jar, press down until the brine covers everything, and lay a
clean stone on top.

- Days 1 to 4: it bubbles. Put a plate underneath. Push a wooden stick down to the bottom once a day, to let the
  gas out.
- Week 2: it smells like the stairwell of my childhood. Taste it.
- Week 4: into the cold.

Anything *above* the brine will spoil, and anything below it will keep until spring. Most advice on fermentation
is a variation on this sentence.`,
  },
  {
    key: 'menemen-and-the-onion',
    title: 'Menemen and the onion question',
    author: 'yusuf_k',
    category: 'Kitchen',
    tags: ['vegetables', 'writing'],
    daysAgo: 132.9,
    content: `There are families that do not speak because of this. Menemen is eggs in tomatoes and green peppers. *With onion
or without?* A newspaper once held a poll about it, half a million people voted, and it came out almost exactly
even. My mother puts in onion. My father, who cooks it on Sundays, does not. I was raised bilingual.

Without, then, since it is Sunday. Cut six of the long pale green peppers, and soften them in butter *and* oil,
slowly. Grate four ripe tomatoes into the pan, cut side to the grater, so that the skin stays in your hand.
Salt, a bit of pul biber. Cook until you can draw a line with the spoon, and it stays for a moment.

Now the eggs, four of them. Do not beat them beforehand. Break them in, wait until the white has begun to set,
and then draw the spoon through twice, like someone signing a letter. Off the heat while it is still wet.

Eat it from the pan, with too much bread. With onion? It is also good. Do not tell him.`,
  },
  {
    key: 'lu-rou-fan-for-a-wet-tuesday',
    title: 'Lu rou fan for a wet Tuesday',
    author: 'meiling',
    category: 'Kitchen',
    tags: ['soup', 'process'],
    daysAgo: 76.4,
    content: `It rained for nine days, so I made the thing that my mother made when it rained in Tainan: a small bowl of rice,
with dark braised pork on it. Everyone's mother makes it. Everyone is sure about her own.

Cut 600 g of pork belly, with the skin, into *strips*, not cubes. It should fall apart between the grains. Fry a
cup of sliced shallots until they are the colour of a violin, and take them out. Brown the pork in that oil, and
add:

1. two spoons of rock sugar, until it melts and bubbles
2. half a cup of rice wine, and let it boil off
3. half a cup of light soy, and two spoons of dark
4. one star anise, a bit of cinnamon, white pepper
5. water to cover, and the shallots

An hour and a half on the lowest flame. After an hour put in some peeled boiled eggs. It is better tomorrow. It
is *much* better the day after that, so make twice as much, and act surprised when it is gone.`,
  },
  {
    key: 'lunch-for-fourteen',
    title: 'Lunch for fourteen',
    author: 'theo.m',
    category: 'Kitchen',
    tags: ['soup', 'process', 'baking'],
    daysAgo: 38.5,
    content: `On Thursdays someone cooks for the whole studio. We have two rings, one oven which runs hot, and a budget of
four euros a head. I have done it eleven times, and I have opinions.

**Never cook something that has to be served at a moment.** Fourteen people do not sit down at a moment. They
finish a call. Lentils wait, risotto does not. A gratin waits. A steak is a disaster.

**One pot for everybody.** We have three vegetarians, one person without gluten, and somebody who is merely
suspicious of aubergines. If there are two pots there will be two lunches. So the base suits all, and the
differences stand on the table in bowls: cheese, sausage, nuts, chilli, herbs.

**Bread forgives everything.** Liam brings two loaves. If the soup is thin, there is bread. If it is late, there
is bread.

My best one so far: green lentils with mustard, roasted carrots, hazelnuts, a large bowl of herbs. 43 euros, an
hour and ten minutes, silence for the first five minutes. In France *silence* is the applause.`,
  },
  {
    key: 'rasam-debugged',
    title: "My grandmother's rasam, debugged",
    author: 'priya-n',
    category: 'Kitchen',
    tags: ['soup', 'debugging'],
    daysAgo: 3.4,
    content: `She never measured. I asked her how much tamarind, and she said "enough". So when she came to visit I put a
kitchen scale under everything, and pretended that I was tidying.

It took nine batches to reproduce. The log, abridged: batch two was sour (*my* tamarind is concentrated, hers is
a pressed block). Batch four was flat. In batch six I noticed that she crushes the pepper and cumin **at the
end**, not at the start, so I moved it. In batch eight I finally saw that what I had always taken for a bit of
stirring was her listening to the mustard seeds, and pulling the pan off when the popping slows.

- 20 g of tamarind from the block, soaked in 300 ml of warm water
- 2 ripe tomatoes, crushed by hand
- 1 tsp black pepper, 1 tsp cumin, 4 cloves of garlic: coarse, never powder
- 2 spoons of cooked toor dal, and its water
- in ghee: mustard seeds, 1 dried chilli, 10 curry leaves, a pinch of asafoetida

Simmer the first two until they no longer smell raw, add the dal water and heat it until it *froths*. It must
not boil. Then the crushed spices, then the ghee with everything in it, over the top, with a lid on at once.

She tasted batch nine, looked at the ceiling for a while, and said "enough".`,
  },
]
