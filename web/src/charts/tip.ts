const GAP_PX = 8;

export interface TipPlace {
  /** Top of what the tip speaks of. */
  readonly y: number;
  readonly height: number;
  /** Nothing above this line may be covered. */
  readonly clear: number;
  /** Height of what the tip speaks of, where the tip may have to go below. */
  readonly mark: number;
}

/** Top edge of a tip: above its mark, or below it where it would cover what must stay clear. */
export function tipTop({ y, height, clear, mark }: TipPlace): number {
  const above = y - GAP_PX - height;
  return above < clear ? y + mark + GAP_PX : above;
}
