import type { AnnotationKind } from '../../../src/server/api.ts';

export const NOTES_TITLE = 'Notes on the time axis';

export const NOTE_KINDS: Readonly<Record<AnnotationKind, string>> = {
  release: 'Release',
  outage: 'Outage',
  note: 'Note',
};
