import { readFileSync } from 'node:fs';

export interface LabelledSecret {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
}

export interface LabelledTurn {
  readonly speaker: 'Customer' | 'Chatbot' | 'Agent';
  readonly keyed: boolean;
  readonly text: string;
  readonly secrets: readonly LabelledSecret[];
}

export interface LabelledCase {
  readonly line: string;
  readonly turns: readonly LabelledTurn[];
}

export const FORMS = ['written', 'spoken', 'untouched'] as const;
export type Form = (typeof FORMS)[number];

/** The open part, the one that was held back, and what was added once somebody had found it missed. */
export type Part = 'open' | 'held' | 'further';
export const PARTS: readonly Part[] = ['open', 'held', 'further'];

const PREFIXES: Readonly<Record<Part, string>> = { open: '', held: 'held-', further: 'further-' };

/** The cases of one file of the labelled set; its README has the format. */
export function labelledCases(form: Form, part: Part): LabelledCase[] {
  const name = `${PREFIXES[part]}${form}.txt`;
  const text = readFileSync(new URL(`./labelled/${name}`, import.meta.url), 'utf8');
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('# '));
  return lines.map((line) => ({ line, turns: line.split(' | ').map(turnOf) }));
}

const SPEAKERS = { bot: 'Chatbot', agent: 'Agent', caller: 'Customer', keys: 'Customer' } as const;

function turnOf(marked: string): LabelledTurn {
  const [, who, rest] = /^(?:(bot|agent|caller|keys): )?(.*)$/i.exec(marked) ?? [];
  const speaker = (who?.toLowerCase() ?? 'caller') as keyof typeof SPEAKERS;
  return { speaker: SPEAKERS[speaker], keyed: speaker === 'keys', ...unmarked(rest ?? '') };
}

function unmarked(marked: string): Pick<LabelledTurn, 'text' | 'secrets'> {
  const secrets: LabelledSecret[] = [];
  let text = '';
  let from = 0;
  for (const match of marked.matchAll(/\{(\w+):([^}]*)\}/g)) {
    const [whole, kind = '', value = ''] = match;
    text += marked.slice(from, match.index);
    secrets.push({ kind, start: text.length, end: text.length + value.length });
    text += value;
    from = match.index + whole.length;
  }
  return { text: text + marked.slice(from), secrets };
}
