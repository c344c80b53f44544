import { element, type Xml } from '../xml.ts';
import { simpleId, WORKBOOK_TITLE } from './names.ts';
import { SHEETS, type Sheet } from './sheets.ts';

/** Tableau opens on the dashboard; each sheet has a tab of its own. */
export function windows(): Xml {
  return element('windows', {}, ...SHEETS.map(sheetWindow), dashboardWindow());
}

const WIDEST = 2_147_483_647;

function sheetWindow({ name }: Sheet): Xml {
  const card = (type: string) => element('card', { type });
  const strip = (size: number, ...cards: readonly Xml[]) => element('strip', { size }, ...cards);
  const top = ['columns', 'rows', 'title'].map((type) => strip(WIDEST, card(type)));
  return element(
    'window',
    { class: 'worksheet', name },
    element(
      'cards',
      {},
      element('edge', { name: 'left' }, strip(160, card('pages'), card('filters'), card('marks'))),
      element('edge', { name: 'top' }, ...top),
    ),
    element('simple-id', { uuid: simpleId(`window ${name}`) }),
  );
}

function dashboardWindow(): Xml {
  const viewpoints = SHEETS.map(({ name }) =>
    element('viewpoint', { name }, element('zoom', { type: 'entire-view' })),
  );
  return element(
    'window',
    { class: 'dashboard', maximized: true, name: WORKBOOK_TITLE },
    element('viewpoints', {}, ...viewpoints),
    element('active', { id: -1 }),
    element('simple-id', { uuid: simpleId(`window ${WORKBOOK_TITLE}`) }),
  );
}
