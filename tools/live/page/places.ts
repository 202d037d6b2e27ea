/** Of the drawing, in its own units. */
export const WIDTH = 1240;
export const HEIGHT = 480;

export const places = {
  visitors: { x: 70, y: 240 },
  gateway: { x: 240, y: 240 },
  v1: { x: 700, y: 110 },
  v2: { x: 700, y: 370 },
  catalogue: { x: 930, y: 240 },
} as const;

/** What dots move in: the places, and room beside them for a dot and why it failed (ECONNRESET). */
export const ways = {
  x: places.visitors.x - 20,
  y: places.v1.y - 20,
  width: places.catalogue.x - places.visitors.x + 250,
  height: places.v2.y - places.v1.y + 40,
} as const;
