/** On white: also those who see no red or no green tell them apart. The dashboard's pages have the same. */
export const COLOURS = { Resolved: '#2f80c2', Escalated: '#c96a00', Abandoned: '#3f3f46' } as const;

/** For rates of too few sessions. */
export const GREY = '#b5b5bd';
export const TEXT_COLOUR = '#3f3f46';
