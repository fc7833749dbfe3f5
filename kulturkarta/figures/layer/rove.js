// @ts-check
// One stop of the tab key for many things: the arrow keys go from one to the next.

/** @typedef {{x: number, y: number}} Spot */

/** @type {Record<string, [number, number]>} */
const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/**
 * The spot one comes to from `from` with an arrow key: near and in that direction, -1 when there is none.
 * @param {Spot} from
 * @param {Spot[]} spots
 * @param {string} key
 */
export function nextSpot(from, spots, key) {
  const way = WAYS[key];
  let best = -1;
  let least = Infinity;
  if (!way) return best;
  spots.forEach(({ x, y }, at) => {
    const ahead = (x - from.x) * way[0] + (y - from.y) * way[1];
    const aside = Math.abs((x - from.x) * way[1]) + Math.abs((y - from.y) * way[0]);
    const cost = ahead + 2 * aside;
    if (ahead > 0 && ahead >= aside / 2 && cost < least) {
      best = at;
      least = cost;
    }
  });
  return best;
}
