import type { LanguagePack } from '../language.ts';
import { agent, caller } from './people.ts';
import { prompts } from './prompts.ts';
import { topics } from './topics.ts';

export const spanish: LanguagePack = { prompts, topics, caller, agent };
