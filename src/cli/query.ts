import { FIELDS_BY_NAME } from '../metrics/fields.ts';
import type { Answer, Catalog, MetricInfo, Question } from '../server/api.ts';
import { answerLines, answerTable } from './answer-text.ts';
import { withReader } from './client.ts';
import type { CommandContext } from './context.ts';
import { parseQuestion } from './question-text.ts';
import { orInterrupted } from './steps.ts';
import { unheardValues } from './unheard.ts';

export async function run(context: CommandContext): Promise<void> {
  const { argument = '', options, terminal, signal } = context;
  const asked = parseQuestion(argument, options, isNumeric);
  await withReader(context, async (client) => {
    const zone = context.isGiven('timeZone') ? { timeZone: context.config().timeZone } : {};
    const answer = await orInterrupted(
      client.request<Answer>('POST', '/api/query', { ...asked, ...zone }),
      signal,
    );
    const unheard = await orInterrupted(unheardValues(client, asked), signal);
    for (const sentence of unheard) terminal.say(sentence);
    if (answer.rows.length === 0) terminal.say('No session fits the question.');
    if (!terminal.isTerminal || options.flag('json')) {
      answerLines(answer).every((line) => terminal.write(line));
      return;
    }
    const catalog = await orInterrupted(client.request<Catalog>('GET', '/api/catalog'), signal);
    terminal.write(answerTable(answer, asked.by ?? [], infoOf(asked, catalog), terminal));
    terminal.say(periodLine(answer));
  });
}

function isNumeric(field: string): boolean {
  return FIELDS_BY_NAME.get(field)?.ops.includes('range') ?? false;
}

function infoOf(question: Question, { metrics }: Catalog): MetricInfo[] {
  return question.metrics.flatMap((name) => metrics.filter((metric) => metric.name === name));
}

function periodLine({ period, previousPeriod, previousIsCut, timeZone }: Answer): string {
  const text = ({ from, to }: Answer['period']) => `${from ?? 'the first call'} to ${to ?? 'the newest'}`;
  const cut = previousIsCut ? ', which begins before the first call, so that counts are not compared' : '';
  const compared = previousPeriod ? `; compared with ${text(previousPeriod)}${cut}` : '';
  return `${text(period)}${compared}; reported in ${timeZone}`;
}
