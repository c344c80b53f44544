import type { LanguagePack } from '../language.ts';

export const prompts: LanguagePack['prompts'] = {
  greeting: ['Hello, and welcome.', 'Welcome. Thanks for calling.'],
  opening: ['In a few words, how can I help you?', 'Tell me why you are calling today.'],
  opening_nomatch: [
    'Sorry, I did not get that. You can say, my bill, or, internet is down.',
    'I did not understand. Please say it in a few words.',
  ],
  opening_noinput: [
    'Sorry, I did not hear you. How can I help?',
    'Are you still there? What can I do for you?',
  ],
  opening_menu: [
    'Let us try the keys. For billing press 1, for technical support 2, for your account 3, for sales 4, for roaming 5.',
  ],
  opening_again: ['My mistake. What is it about?', 'Sorry about that. Please tell me once more.'],
  confirm_topic: ['You are calling about {topic}, right?', 'I think it is about {topic}. Is that right?'],
  yes_no: ['Please say yes or no.', 'Was that a yes or a no?'],
  agent_about: [
    'I can get you an agent. First, what is it about?',
    'Sure. So I find the right person: what is it about?',
  ],
  ask_phone: [
    'Please say or key in the phone number of your line.',
    'What is the phone number on the account?',
  ],
  ask_account: ['Please say or key in your 8 digit account number.', 'What is your account number?'],
  ask_card: ['Please give me the number of the card you pay with.', 'Key in the card number, or say it.'],
  ask_email: ['What is the e-mail address on your account?', 'Please say your e-mail address.'],
  ask_zip: ['What is your ZIP code?', 'Please say or key in your five digit ZIP code.'],
  ask_order: ['What is your order number?', 'Please say or key in the order number.'],
  ask_amount: ['What amount is it about?', 'How much is it?'],
  ask_month: ['Which month is it about?', 'For which month?'],
  ask_device: ['Which device are you using?', 'What kind of device is it?'],
  ask_country: ['Which country?', 'Which country are you in, or travelling to?'],
  ask_plan: ['Which plan would you like?', 'Which plan are you interested in?'],
  ask_nomatch: [
    'Sorry, I did not catch that. Once more, please.',
    'I did not understand. Please say it again.',
  ],
  ask_noinput: [
    'I did not hear anything. Please say or key it in.',
    'Sorry, I heard nothing. Please try again.',
  ],
  lookup: ['Thanks. One moment while I look that up.', 'Got it. Let me check.'],
  system_error: [
    'Sorry, our system is not answering. Let me try once more.',
    'There is a problem on our side. One more try.',
  ],
  system_error_final: [
    'I am sorry, I can not reach our system right now.',
    'It still does not work. I am sorry.',
  ],
  policy: ['For this I have to bring in a colleague.', 'This needs one of our specialists.'],
  nomatch_transfer: ['I am having trouble understanding. Let me get someone to help.'],
  transfer: [
    'Please hold while I connect you. The wait is about {minutes}.',
    'I am putting you through. About {minutes}.',
  ],
  did_it_help: ['Did that help?', 'Does that settle it?'],
  second_answer: [
    'Let me try another way. I have sent you a link with the steps by text message.',
    'I see. I have opened a ticket, and a colleague looks at it by {day}.',
    'I have passed this on. You will get a message by {day}.',
  ],
  offer_agent: ['Would you like to talk to an agent?', 'Shall I connect you to someone?'],
  goodbye: ['Thanks for calling. Goodbye.', 'Glad I could help. Goodbye.'],
  noinput_goodbye: ['I still can not hear you. Please call again. Goodbye.'],
};
