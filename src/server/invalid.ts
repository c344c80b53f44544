import type { FastifySchemaValidationError } from 'fastify/types/schema.js';

type Complaint = Pick<
  FastifySchemaValidationError,
  'keyword' | 'instancePath' | 'schemaPath' | 'message' | 'params'
>;

/** The one sentence that helps most of all that a schema complains about, as in `where/0/op must be one of "in", …`. */
export function explainInvalid(complaints: readonly Complaint[], part = 'body'): string {
  const plain = complaints.filter(({ keyword }) => keyword !== 'anyOf' && keyword !== 'boolean');
  const [first] = plain.filter((complaint) => !isOfOtherBranch(complaint, plain));
  if (first) return sentence(part, first.instancePath, wordsOf(first));
  const word = plain.find(({ keyword }) => keyword === 'const');
  if (!word) return sentence(part, complaints[0]?.instancePath ?? '', 'does not fit');
  return sentence(part, word.instancePath, `must be one of ${allowedWords(word, plain).join(', ')}`);
}

/** Of a union's branches, those whose fixed word differs were not meant; what else they miss says nothing. */
function isOfOtherBranch(complaint: Complaint, all: readonly Complaint[]): boolean {
  const branch = branchOf(complaint.schemaPath);
  return (
    branch !== undefined &&
    all.some((other) => other.keyword === 'const' && branchOf(other.schemaPath) === branch)
  );
}

function branchOf(schemaPath: string): string | undefined {
  return /^(.*?\/anyOf\/\d+)/.exec(schemaPath)?.[1];
}

function allowedWords(at: Complaint, all: readonly Complaint[]): string[] {
  return all
    .filter(({ keyword, instancePath }) => keyword === 'const' && instancePath === at.instancePath)
    .map(({ params }) => JSON.stringify(params.allowedValue));
}

function wordsOf({ keyword, message, params }: Complaint): string {
  if (keyword === 'additionalProperties')
    return `has an unknown property "${[params.additionalProperties].flat()[0]}"`;
  if (keyword === 'required') return `lacks "${[params.requiredProperties].flat()[0]}"`;
  return message ?? 'does not fit';
}

function sentence(part: string, instancePath: string, words: string): string {
  const place = instancePath.replace(/^\//, '');
  return `${place === '' ? `The ${part}` : place} ${words}.`;
}
