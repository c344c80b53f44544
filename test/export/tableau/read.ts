import { DOMParser, type Element } from '@xmldom/xmldom';

/** A workbook as its reader sees it. */
export interface Read {
  /** Elements anywhere below, by name. */
  all(name: string): readonly Element[];
  root: Element;
}

export function readWorkbook(xml: string): Read {
  const root = new DOMParser().parseFromString(xml, 'text/xml').documentElement;
  if (!root) throw new Error('no document');
  return { root, all: (name) => below(root, name) };
}

export function below(element: Element, name: string): readonly Element[] {
  return [...element.getElementsByTagName(name)];
}

export const attribute = (element: Element, name: string): string => element.getAttribute(name) ?? '';

/** Formulas of the calculated fields of the data source, by name in brackets. */
export function formulasOf(workbook: Read): ReadonlyMap<string, string> {
  const [source] = workbook.all('datasource');
  const columns = source ? below(source, 'column') : [];
  return new Map(
    columns.flatMap((column) => {
      const [calculation] = below(column, 'calculation');
      return calculation ? [[attribute(column, 'name'), attribute(calculation, 'formula')] as const] : [];
    }),
  );
}

export interface ReadUse {
  readonly name: string;
  readonly column: string;
  readonly derivation: string;
}

/** How a sheet uses fields: its dimensions and its numbers. */
export interface ReadSheet {
  readonly name: string;
  readonly dimensions: readonly ReadUse[];
  readonly measures: readonly ReadUse[];
  /** Fields of filters in context, and of those that are not. */
  readonly inContext: readonly string[];
  readonly notInContext: readonly string[];
}

export function sheetsOf(workbook: Read): readonly ReadSheet[] {
  return workbook.all('worksheet').map((sheet) => {
    const uses = below(sheet, 'column-instance').map((use) => ({
      name: attribute(use, 'name'),
      column: attribute(use, 'column'),
      derivation: attribute(use, 'derivation'),
    }));
    const onShelves = shelvesOf(sheet);
    const placed = uses.filter(({ name }) => onShelves.some((text) => text.endsWith(`.${name}`)));
    const filters = below(sheet, 'filter');
    const fieldOf = (filter: Element) =>
      uses.find(({ name }) => attribute(filter, 'column').endsWith(name))?.column ?? '?';
    const context = (filter: Element) => attribute(filter, 'context') === 'true';
    return {
      name: attribute(sheet, 'name'),
      dimensions: placed.filter(({ derivation }) => derivation === 'None' || derivation === 'Month-Trunc'),
      measures: placed.filter(({ derivation }) => derivation === 'User' || derivation === 'Min'),
      inContext: filters.filter(context).map(fieldOf),
      notInContext: filters.filter((filter) => !context(filter)).map(fieldOf),
    };
  });
}

function shelvesOf(sheet: Element): readonly string[] {
  const shelves = [...below(sheet, 'rows'), ...below(sheet, 'cols')].map(
    ({ textContent }) => textContent ?? '',
  );
  const encodings = below(sheet, 'encodings').flatMap((encoding) => [...encoding.childNodes]);
  const borne = encodings.flatMap((node) =>
    'getAttribute' in node ? [attribute(node as Element, 'column')] : [],
  );
  return [...shelves, ...borne];
}
