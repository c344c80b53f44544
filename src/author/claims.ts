import type { PlannedTurn } from './plan.ts';

/** What a turn may say that decides how a call goes on. */
interface Claims {
  /** The bot: the caller is put through. */
  readonly putsThrough: RegExp;
  /** The caller: a person, please. */
  readonly asksForPerson: RegExp;
  readonly beginsWithYes: RegExp;
  readonly beginsWithNo: RegExp;
  /** The caller: it is settled. */
  readonly settled: RegExp;
}

/** By language; a call in another one is checked for its form and its figures only. */
const CLAIMS: Readonly<Record<string, Claims>> = {
  en: {
    putsThrough:
      /\b(transfer(ring|red)?|connect(ing)? you|(put|putting|get|getting|pass|passing) you (through|over|to an?))\b/i,
    asksForPerson:
      /\b(agent|representative|operator|human|supervisor|(real|live|actual) person|(speak|talk)(ing)? (to|with) (a|an|some)\w*)\b/i,
    beginsWithYes: /^\W*(yes|yeah|yep|yup|sure|correct|that's right|right|exactly)\b/i,
    beginsWithNo: /^\W*(no|nope|nah|not|negative|never)\b/i,
    settled:
      /\b((that|it) (fixed|solved|did) it|(it|that)('s| is) (all )?(fixed|solved|sorted|settled)|(it )?works now|is working now)\b/i,
  },
  es: {
    putsThrough: /(transfier|transfer|comunic(o|ar|ando)|(paso|pasar|pasando|conecto|conectar) con)/i,
    asksForPerson:
      /\b(agente|representante|operadora?|persona|humano|supervisora?|hablar con (alguien|un\w*))\b/i,
    beginsWithYes: /^\W*(sí|si|claro|correcto|exacto|eso es|así es)(?!\p{L})/iu,
    beginsWithNo: /^\W*(no|nunca|tampoco|negativo)(?!\p{L})/iu,
    settled:
      /(ya funciona|(está|quedó|ya) (resuelto|arreglado|solucionado)|se (resolvió|arregló|solucionó))/i,
  },
};

/** Prompts that speak of a person whatever their words. */
const ABOUT_PERSONS = new Set([
  'greeting',
  'transfer',
  'policy',
  'nomatch_transfer',
  'offer_agent',
  'agent_about',
  'agents_closed',
]);

/** What a wording says against its plan, as one clause; null when nothing. */
export function contradiction(
  planned: PlannedTurn,
  text: string,
  { language, isResolved }: { readonly language: string; readonly isResolved: boolean },
): string | null {
  const claims = CLAIMS[language.slice(0, 2)];
  if (claims === undefined || planned.speaker === 'Agent') return null;
  const says = (claim: keyof Claims) => claims[claim].test(text) && !claims[claim].test(planned.gist);
  if (planned.speaker === 'Chatbot') {
    const isPutThrough = says('putsThrough') && !ABOUT_PERSONS.has(planned.does);
    return isPutThrough ? 'puts the caller through, which does not happen there' : null;
  }
  if (planned.does === 'affirm' && says('beginsWithNo')) return 'says no where the caller says yes';
  if (planned.does === 'deny' && says('beginsWithYes')) return 'says yes where the caller says no';
  if (planned.does === 'agent_request') return missesPerson(claims, planned, text);
  if (planned.does !== 'talk' && says('asksForPerson')) return 'asks for a person, which the caller does not';
  return !isResolved && planned.does !== 'talk' && says('settled')
    ? 'says that it is settled, which it is not'
    : null;
}

/** A request that was understood must be one. */
function missesPerson(
  { asksForPerson }: Claims,
  { gist, understood }: PlannedTurn,
  text: string,
): string | null {
  if (!understood || !asksForPerson.test(gist) || asksForPerson.test(text)) return null;
  return 'does not ask for a person, which the caller does';
}
