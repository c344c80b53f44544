import { expect, it } from 'vitest';
import { redactedLines, redactedRecord } from '../../../src/ingest/clean/redact-record.ts';

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

it('shows no answer of a record whose turns came out of order, or as text', () => {
  const turns = [
    { turn_number: 2, speaker: 'Customer', text: '4826', intent_name: 'dtmf-4826' },
    { turn_number: 1, speaker: 'Chatbot', text: 'Please enter your PIN.' },
  ];
  for (const conversation of [
    turns,
    JSON.stringify(turns),
    JSON.stringify(turns.toReversed()).slice(0, -4),
  ]) {
    const text = redactedRecord({ conversation });
    expect(text).toContain('Please enter your PIN.');
    expect(text).toContain('[PIN]');
    expect(text).not.toContain('4826');
  }
});

it('shows no answer of a broken record', () => {
  const asked = '{"turn_number":1,"speaker":"Chatbot","text":"Please enter your PIN"}';
  for (const answer of ['"speaker":"Customer","text":"4826"}], oops', '"text": 4826, "x"', '"text":"4826']) {
    const text = redactedLines(`{"session_id":"S1","conversation":[${asked},{${answer}`);
    expect(text).toContain(`${asked},{${answer.replace(/"?4826"?.*/, '')}"[PIN]`);
    expect(text).not.toContain('4826');
  }
});
