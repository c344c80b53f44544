import { expect, it } from 'vitest';
import { redactSession } from '../../../src/ingest/clean/redact-session.ts';
import { ALL_KINDS } from '../../../src/redact/redact.ts';
import { cleanWith } from './record.ts';

it('finds what was said in the names and codes that stand beside it', () => {
  const { session } = cleanWith({
    initial_intent: ' 448219003 ',
    conversation: [
      { speaker: 'Chatbot', text: 'What is your account number?' },
      { speaker: 'Customer', text: '448219003', intent_name: 'dtmf-448219003' },
      { speaker: 'Chatbot', text: 'Please enter your PIN.', prompt_id: 'ask_pin_4' },
      { speaker: 'Customer', text: 'four eight two six', intent_name: '4826' },
      { speaker: 'Chatbot', text: 'Thank you.', prompt_id: 'confirm_448219003_step_2' },
    ],
  });
  const counts = redactSession(session, ALL_KINDS);
  expect(session.initial_intent).toBe('[ACCOUNT]');
  expect(session.turns.map((turn) => turn.intent_name ?? turn.prompt_id)).toEqual([
    null,
    'dtmf-[ACCOUNT]',
    'ask_pin_4',
    '[PIN]',
    'confirm_[ACCOUNT]_step_2',
  ]);
  expect(counts).toMatchObject({ account: 4, pin: 2 });
  expect(JSON.stringify(session)).not.toMatch(/448219003|4826/);
});
