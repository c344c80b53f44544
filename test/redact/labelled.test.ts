import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { redactionMarkdown } from '../../src/redact/markdown.ts';
import { type Form, labelledCases, PARTS, type Part } from './labelled.ts';
import { partFigures, scoreOf } from './score.ts';

describe.each([
  ['the whole labelled set', PARTS],
  ['the part that was held back', ['held']],
  ['what was added later', ['further']],
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

it('is large enough, and a third of what it began with was held back', () => {
  const count = (part: Part, ...forms: Form[]) =>
    forms.reduce((sum, form) => sum + labelledCases(form, part).length, 0);
  const held = count('held', 'written', 'spoken', 'untouched');
  const all = held + count('open', 'written', 'spoken', 'untouched');
  expect(count('open', 'untouched') + count('held', 'untouched')).toBeGreaterThanOrEqual(150);
  expect(all).toBeGreaterThanOrEqual(400);
  expect(held / all).toBeGreaterThan(0.32);
});

it('docs/redaction.md has the tables of the code and the figures that are measured; `npm run docs` writes it anew', () => {
  const page = readFileSync(new URL('../../docs/redaction.md', import.meta.url), 'utf8');
  expect(page).toBe(redactionMarkdown(partFigures(PARTS), partFigures(['held']), partFigures(['further'])));
});
