import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { redactionMarkdown } from '../../src/redact/markdown.ts';
import { labelledCases } from './labelled.ts';
import { partFigures, scoreOf } from './score.ts';

describe.each([
  ['the whole labelled set', ['open', 'held']],
  ['the part that was held back', ['held']],
] as const)('%s', (_, parts) => {
  it('has its written secrets found', () => {
    const { found, secrets } = scoreOf('written', parts);
    expect(found / secrets).toBeGreaterThanOrEqual(0.97);
  });

  it('has its spoken secrets found', () => {
    const { found, secrets } = scoreOf('spoken', parts);
    expect(found / secrets).toBeGreaterThanOrEqual(0.9);
  });

  it('has what must stay left as it was', () => {
    const { hit, cases } = scoreOf('untouched', parts);
    expect(hit / cases).toBeLessThanOrEqual(0.01);
  });
});

it('is large enough, and a third of it was held back', () => {
  const count = (form: 'written' | 'spoken' | 'untouched', isHeld: boolean) =>
    labelledCases(form, isHeld).length;
  const untouched = count('untouched', false) + count('untouched', true);
  const held = count('written', true) + count('spoken', true) + count('untouched', true);
  const all = held + count('written', false) + count('spoken', false) + count('untouched', false);
  expect(untouched).toBeGreaterThanOrEqual(150);
  expect(all).toBeGreaterThanOrEqual(400);
  expect(held / all).toBeGreaterThan(0.32);
});

it('docs/redaction.md has the tables of the code and the figures that are measured; `npm run docs` writes it anew', () => {
  const page = readFileSync(new URL('../../docs/redaction.md', import.meta.url), 'utf8');
  expect(page).toBe(redactionMarkdown(partFigures(['open', 'held']), partFigures(['held'])));
});
