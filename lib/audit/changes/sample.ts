/** A reproducible sequence of numbers in [0, 1): mulberry32, so that anybody can draw the same sample again. */
function sequence(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Draws so many of a list, each once, with equal chances; in the order of the list. */
export function draw<T>(list: readonly T[], size: number, seed: number): T[] {
  const next = sequence(seed);
  const places = [...list.keys()];
  const drawn = Math.min(size, places.length);
  for (let at = 0; at < drawn; at++) {
    const other = at + Math.floor(next() * (places.length - at));
    [places[at], places[other]] = [places[other], places[at]];
  }
  return places
    .slice(0, drawn)
    .sort((a, b) => a - b)
    .map((place) => list[place]);
}
