import { expect, it } from 'vitest';
import { redactedRecord } from '../../../src/ingest/clean/redact-record.ts';

it('shows a record without what its turns answer, however they came', () => {
  const text = redactedRecord({
    session_id: 'S-1',
    topic_name: 'call 555-123-4567',
    conversation: [
      { speaker: 'ivr', text: 'Please say your PIN.' },
      { speaker: 'Caller', text: 'four eight two one' },
      { speaker: 'ivr', text: 'Sorry, once more.' },
      { speaker: 'Caller', text: 4821 },
      { speaker: 'ivr', text: 'How many lines do you have?' },
      { text: '12' },
      7,
    ],
  });
  const { topic_name, conversation } = JSON.parse(text);
  expect(topic_name).toBe('call [PHONE]');
  expect(conversation.map((turn: { text?: string }) => turn.text)).toEqual([
    'Please say your PIN.',
    '[PIN]',
    'Sorry, once more.',
    '[PIN]',
    'How many lines do you have?',
    '12',
    undefined,
  ]);
});

it('shows what is no record, too', () => {
  expect(redactedRecord('4111 1111 1111 1111')).toBe('"[CARD]"');
  expect(redactedRecord(undefined)).toBe('');
});
