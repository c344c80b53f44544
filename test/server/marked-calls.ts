import { stagedBatch } from '../support/staged.ts';

/** Stands in every text that a caller, or the bot, has said, and in what cleaning changed of it. */
export const MARKER = 'quokka-7731';

const turn = (turn_number: number, speaker: 'Customer' | 'Chatbot', event: 'NoMatch' | null = null) => ({
  turn_number,
  timestamp: '2025-01-06T10:00:05.000Z',
  speaker,
  text: `${speaker} says ${MARKER}`,
  intent_detected: speaker === 'Customer' ? ('N' as const) : null,
  intent_name: null,
  confidence_score: speaker === 'Customer' ? 0.3 : null,
  input_mode: null,
  event,
  prompt_id: speaker === 'Chatbot' ? 'main_menu' : null,
});

export const MARKED_CALLS = [
  stagedBatch(
    'calls.json',
    '1',
    ['S1', 'S2', 'S3'].map((session_id) => ({
      session_id,
      turns: [turn(1, 'Chatbot'), turn(2, 'Customer'), turn(3, 'Chatbot', 'NoMatch')],
      no_match_events: 1,
      has_event: true,
      changes: [
        {
          turn_number: 2,
          field: 'text',
          before: MARKER,
          after: MARKER,
          rule: 'timestamp_unreadable' as const,
        },
      ],
    })),
  ),
];
