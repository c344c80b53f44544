import type { Status } from '../../../src/server/api.ts';

export type Parts = readonly (readonly [name: string, number: number])[];

/** Where each file that was seen is. */
export const partsOfFiles = ({ files }: Pick<Status, 'files'>): Parts => [
  ['loaded', files.loaded],
  ['waiting', files.waiting],
  ['superseded', files.superseded],
  ['quarantined', files.quarantined],
  ['gone', files.gone],
];

/** Where each record that came in is. Most warehouses have erased nobody, and keep all. */
export function partsOfRecords({ records }: Pick<Status, 'records'>): Parts {
  const kept: Parts = [
    ['loaded as calls', records.loaded],
    ['duplicate', records.duplicate],
    ['quarantined', records.quarantined],
  ];
  const left: Parts = [
    ['erased', records.erased],
    ['expired', records.expired],
  ];
  return [...kept, ...left.filter(([, number]) => number > 0)];
}
