import { english } from './en/index.ts';
import { spanish } from './es/index.ts';
import type { LanguagePack } from './language.ts';

export interface Language {
  readonly code: string;
  /** Share of customers, relative to the others. */
  readonly weight: number;
  /** Per mille added to every recognition: the grammars are not equally good. */
  readonly recognition: number;
  readonly pack: LanguagePack;
}

export const LANGUAGES: readonly Language[] = [
  { code: 'en', weight: 84, recognition: 0, pack: english },
  { code: 'es', weight: 16, recognition: -28, pack: spanish },
];
