import { EarshotError } from '../base/errors.ts';

export interface BigQueryDataset {
  readonly project: string;
  readonly dataset: string;
}

/** Ids of projects, older ones with their domain before them, as in example.com:calls. */
const PROJECT = /^([a-z0-9][a-z0-9.-]*:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/;
const DATASET = /^[A-Za-z0-9_]{1,1024}$/;

/** @throws EarshotError `bad_dataset` */
export function parseBigQueryDataset(text: string): BigQueryDataset {
  const dot = text.lastIndexOf('.');
  const [project, dataset] = [text.slice(0, Math.max(dot, 0)), text.slice(dot + 1)];
  if (dot < 0) throw badDataset(text, 'it must be a project and a dataset with a point between them');
  if (!PROJECT.test(project)) {
    throw badDataset(
      text,
      `"${project}" is no id of a project (6 to 30 lower-case letters, digits and hyphens, a letter first)`,
    );
  }
  if (!DATASET.test(dataset))
    throw badDataset(text, `"${dataset}" is no name of a dataset (letters, digits and underscores)`);
  return { project, dataset };
}

function badDataset(text: string, why: string): EarshotError {
  return new EarshotError('usage', 'bad_dataset', `--bigquery is "${text}": ${why}.`, {
    hint: 'Give PROJECT.DATASET, as in --bigquery my-project.session_dataset.',
  });
}
