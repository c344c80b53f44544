import { writeFileSync } from 'node:fs';
import { cliMarkdown, settingsMarkdown } from '../dist/cli/markdown.js';
import { dataDictionaryMarkdown } from '../dist/contract/markdown.js';
import { cleaningMarkdown } from '../dist/ingest/clean/markdown.js';
import { metricsMarkdown } from '../dist/metrics/markdown.js';

// Every generated page of docs/. Tests compare what is committed with what the code says.
const PAGES = {
  'cleaning.md': cleaningMarkdown,
  'cli.md': cliMarkdown,
  'data-dictionary.md': dataDictionaryMarkdown,
  'metrics.md': metricsMarkdown,
  'settings.md': settingsMarkdown,
};

for (const [name, page] of Object.entries(PAGES)) {
  writeFileSync(new URL(`../docs/${name}`, import.meta.url), page());
}
