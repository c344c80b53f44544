import { code, markdownTable } from '../../contract/markdown-table.ts';
import { CHANGE_RULES, FINDINGS, QUARANTINE_REASONS, RULES_VERSION } from '../../contract/rules.ts';
import {
  AGENT_REQUEST_INTENTS,
  FALLBACK_INTENTS,
  NULL_WORDS,
  SYNONYMS,
  type SynonymTable,
  WITHHELD_CUSTOMER_IDS,
} from '../../contract/synonyms.ts';

const INTRO = `# Cleaning

Generated from the tables of \`src/contract\`; \`npm run docs\` writes it. Rules of version ${RULES_VERSION}.

A record of a session file is loaded as it came, loaded with its repairs recorded (session, field, before, after, rule), or
put into quarantine with its object, position, line and reason. Nothing is dropped in silence: records = sessions +
repeated + quarantined, for every object. What is kept of a changed value is redacted and cut to 200 characters.`;

const READING = `## Reading

A file is a JSON array, one object or NDJSON; plain or gzip, told by its first bytes; UTF-8 with or without byte-order mark.
It is read as a stream: memory holds one record of it at a time, a few MB of its bytes, and the ids of its sessions. JSON.parse is the
judge. A file that it refuses as a whole gives up its good records one by one:

- one bad line of NDJSON, or one bad element of an array, costs that line or element
- an array that breaks off keeps every complete session before the break; the rest is one record, with its line
- a comma too many, or text after the end of the array, is one record too; what follows a missing comma is not read
- of a session_id that repeats in one object, the last record that can be loaded counts
- a text that is no array is NDJSON when one of its lines is a session, or when several lines all begin an object; else it is read as objects
  one after the other, over as many lines as they like

| odd | what becomes of it |
| --- | --- |
| a key that repeats in an object | the last value counts, as for JSON.parse |
| \`__proto__\`, \`constructor\` and the like as keys | keys that Earshot does not know, so they are left out; no object is changed by them |
| 1e400 | infinite: null, recorded |
| a whole number past 2^53 | it has lost digits: null, recorded; as session_id it is quarantined |
| NUL, lone surrogates in a text | U+FFFD, recorded |
| NaN, comments, single quotes, a comma before a closing bracket | not JSON: that record is quarantined |
| UTF-16, UTF-32 | the file is quarantined, and says so |
| bytes that are not UTF-8 | that record is quarantined |
| gzip of several members | one text, also where a member ends inside a session; zeros after the last are padding |
| gzip that ends early | the sessions before are kept; the rest is one record |
| gzip with a wrong checksum, or broken inside | nothing says which bytes are wrong: nothing of the file is loaded |
| a record larger than 16 MiB | quarantined unread; the records around it are loaded |

Limits are settings ([settings.md](settings.md)): \`maxObjectBytes\`, \`maxUnpackedBytes\`, \`maxUnpackRatio\` of a file, \`maxDepth\`, \`maxTurns\`,
\`maxTextChars\` of a record. What exceeds one is quarantined with a reason of its own, not cut.`;

const RULES = `## Rules

- timestamps: ISO 8601 with or without offset, \`YYYY-MM-DD HH:MM:SS\`, a date alone (its midnight), epoch seconds, or
  milliseconds from 10^11 on, as numbers or text; kept to the millisecond, finer digits are cut off. Another writing of the
  same instant is no change. Without an offset it is the wall clock of the feed's time zone: a time that spring skips
  moves on by the gap; in the hour that autumn repeats it is the earlier one, or the later if the earlier lies before the call's start
- a start that is absent is that of the first turn with a timestamp; an end is start plus duration, else the last turn with a
  timestamp, else null, and the duration with it
- a timestamp before 1970 or from 2100 on is null; so are an end more than 24 h after the start, a duration above 24 h and
  a tenure above 1200 months; then the same fallbacks apply
- seconds are rounded half up
- confidence, in this order: the text \`95%\` is 95; all scores of a session are divided by 100 when more than half of them exceed 1.01; (1, 1.01] is 1;
  what is still outside 0 to 1 is null; six decimals. A number above 110 is no score but may be somebody's: the changes keep \`[NUMBER]\` of it
- turns are in order of turn_number; of timestamp and position when numbers repeat or are missing, where a turn without a
  timestamp follows the turn before it; then numbered from 1
- enums: any case, any spaces, \`_\` and \`-\` for a space, and the synonyms below`;

const FACTS = `## Facts

Computed once per session. The bot leg is the turns before the first Agent turn. Its duration runs from the call's start to
that turn's timestamp, half up and never below 0; without an Agent turn, or without its timestamp, it is the call's duration; so it is when that turn lies more than 24 h after the start.`;

/** A table of codes and what they mean. */
function codes(title: string, table: Readonly<Record<string, string>>): string {
  const rows = Object.entries(table).map(([name, text]) => [code(name), text]);
  return `### ${title}\n\n${markdownTable(['code', 'meaning'], rows)}`;
}

const wordList = (words: readonly string[]): string =>
  words.map((word) => (word === '' ? 'the empty text' : code(word))).join(', ');

function synonymsByWord(table: SynonymTable): string[][] {
  const words = [...new Set(Object.values(table))];
  return words.map((word) => [
    code(word),
    wordList(Object.keys(table).filter((key) => table[key] === word && key !== word.toLowerCase())),
  ]);
}

function synonymTables(): string {
  const sections = Object.entries<SynonymTable>(SYNONYMS).map(
    ([field, table]) => `### ${field}\n\n${markdownTable(['word', 'also'], synonymsByWord(table))}`,
  );
  return ['## Synonyms', 'A word in none of them is null and recorded.', ...sections].join('\n\n');
}

function wordLists(): string {
  const rows = [
    ['null words, in any case; never in what was said', wordList(NULL_WORDS)],
    [
      'withheld customer ids, and any of zeros only; more by `withheldCustomerIds`',
      wordList(WITHHELD_CUSTOMER_IDS),
    ],
    ['fallback intents; more by `fallbackIntents`', wordList(FALLBACK_INTENTS)],
    ['agent-request intents; more by `agentRequestIntents`', wordList(AGENT_REQUEST_INTENTS)],
  ];
  return `## Word lists\n\n${markdownTable(['list', 'words'], rows)}`;
}

/** docs/cleaning.md. */
export function cleaningMarkdown(): string {
  return `${[
    INTRO,
    READING,
    RULES,
    codes('Codes of changes', CHANGE_RULES),
    codes('Reasons of quarantine', QUARANTINE_REASONS),
    codes('Findings: odd, and kept as it came', FINDINGS),
    FACTS,
    wordLists(),
    synonymTables(),
  ].join('\n\n')}\n`;
}
