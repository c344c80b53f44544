import { element, type Xml } from '../xml.ts';
import { STATUS } from './filters.ts';
import { TOPIC } from './formulas.ts';
import { WORKBOOK_TITLE } from './names.ts';

/** A mark that is selected lights up its topic, or its outcome, on every sheet of the dashboard. */
export function actions(): Xml {
  return element('actions', {}, ...[TOPIC.caption, STATUS.caption].map(highlight));
}

function highlight(caption: string, index: number): Xml {
  const param = (name: string, value: string) => element('param', { name, value });
  return element(
    'action',
    { caption: `Highlight ${caption}`, name: `[Action${index + 1}]` },
    element('activation', { 'auto-clear': true, type: 'on-select' }),
    element('source', { dashboard: WORKBOOK_TITLE, type: 'sheet' }),
    element(
      'command',
      { command: 'tsc:brush' },
      param('field-captions', caption),
      param('target', WORKBOOK_TITLE),
    ),
  );
}
