import { stored } from './stored.ts';

/** A view of the page under a name of the reader's, in this browser. */
export interface Saved {
  readonly name: string;
  readonly search: string;
}

const kept = stored('earshot-views');

const isSaved = (each: unknown): each is Saved =>
  typeof each === 'object' &&
  each !== null &&
  'name' in each &&
  typeof each.name === 'string' &&
  'search' in each &&
  typeof each.search === 'string' &&
  each.search.startsWith('?');

function remembered(): readonly Saved[] {
  try {
    const list: unknown = JSON.parse(kept.read() ?? '[]');
    return Array.isArray(list) ? list.filter(isSaved) : [];
  } catch {
    return [];
  }
}

class SavedViews {
  list = $state.raw<readonly Saved[]>(remembered());

  /** In the place of one of the same name. */
  save(view: Saved): void {
    this.#set([...this.list.filter(({ name }) => name !== view.name), view]);
  }

  remove(name: string): void {
    this.#set(this.list.filter((each) => each.name !== name));
  }

  #set(list: readonly Saved[]): void {
    this.list = list;
    kept.write(JSON.stringify(list));
  }
}

export const savedViews = new SavedViews();
