/** Pseudo-random numbers that are the same in every run: mulberry32. */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

const words = (
  'the of and to in is was for that on with as it by at from his an were are which this also be had first one their ' +
  'after new who they two her she been other when time during there into all may more years over only some world ' +
  'garden river winter letter morning window engine harbour copper signal paper forest island market bridge stone ' +
  'candle orchard meadow lantern compass anchor voyage kitchen pepper butter recipe schema index query table column ' +
  'migration constraint transaction replica latency throughput caching deploy release review design colour typeface'
).split(' ')

/** A text of `count` words. */
export function text(count: number, random: (below: number) => number): string {
  let result = words[random(words.length)] ?? ''
  for (let index = 1; index < count; index++) result += ` ${words[random(words.length)]}`
  return result
}
