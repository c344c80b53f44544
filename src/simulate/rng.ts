/** Spreads the bits of a 32-bit integer, one to one. The finaliser of MurmurHash3 (Austin Appleby, public domain). */
export function mix32(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const TWO_32 = 0x1_0000_0000;
/** 2^32 times it is still exact. */
const MAX_BELOW = 0x20_0000;

/**
 * sfc32 (Chris Doty-Humphrey, PractRand, public domain). 32-bit integers and exact products only, so the same on every
 * machine. One seed has many independent streams: each call and each person draws from its own.
 */
export class Rng {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: number, purpose: number, stream: number) {
    this.a = mix32(seed % TWO_32) ^ purpose;
    this.b = mix32(Math.floor(seed / TWO_32) ^ mix32(purpose));
    this.c = mix32(stream);
    for (let round = 0; round < 12; round++) this.uint32();
  }

  uint32(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** 0 to n-1; n at most MAX_BELOW, so that the product is exact. */
  below(n: number): number {
    return Math.floor((this.uint32() * n) / TWO_32);
  }

  /** 0 to n-1 for n up to 2^53: one product and one division in double precision, which every machine rounds alike. */
  belowLarge(n: number): number {
    const bits = (this.uint32() >>> 11) * TWO_32 + this.uint32();
    return Math.min(n - 1, Math.floor((bits / 2 ** 53) * n));
  }

  /** low to high, both included, all alike. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** low to high, both included, the middle most often. */
  around(low: number, high: number): number {
    return (this.between(low, high) + this.between(low, high)) >> 1;
  }

  chance(perMille: number): boolean {
    return this.below(1000) < perMille;
  }

  chanceOfMillion(perMillion: number): boolean {
    return this.below(1_000_000) < perMillion;
  }

  pick<T>(list: readonly T[]): T {
    const item = list[this.below(list.length)];
    if (item === undefined) throw new Error('Nothing to pick from');
    return item;
  }

  digits(count: number): string {
    let text = '';
    for (let place = 0; place < count; place++) text += this.below(10);
    return text;
  }
}

/** Draws items by weight. */
export class Wheel<T> {
  private readonly items: readonly T[];
  private readonly upTo: readonly number[];
  readonly total: number;

  constructor(items: readonly T[], weightOf: (item: T) => number) {
    let total = 0;
    this.items = items;
    this.upTo = items.map((item) => {
      total += weightOf(item);
      return total;
    });
    this.total = total;
  }

  draw(rng: Rng): T {
    const point = this.total <= MAX_BELOW ? rng.below(this.total) : rng.belowLarge(this.total);
    let at = 0;
    while (point >= (this.upTo[at] ?? Number.POSITIVE_INFINITY)) at++;
    const item = this.items[at];
    if (item === undefined) throw new Error('A wheel without weight');
    return item;
  }
}
