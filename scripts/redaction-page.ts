import { writeFileSync } from 'node:fs';
import { redactionMarkdown } from '../src/redact/markdown.ts';
import { PARTS } from '../test/redact/labelled.ts';
import { partFigures } from '../test/redact/score.ts';

/** Writes docs/redaction.md with the figures of now; a part of `npm run docs`. */
const page = redactionMarkdown(partFigures(PARTS), partFigures(['held']), partFigures(['further']));
writeFileSync(new URL('../docs/redaction.md', import.meta.url), page);
