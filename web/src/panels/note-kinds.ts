import type { AnnotationKind } from '../../../src/server/api.ts';

export const NOTE_KINDS: Readonly<Record<AnnotationKind, string>> = {
  release: 'Release',
  outage: 'Outage',
  note: 'Note',
};
