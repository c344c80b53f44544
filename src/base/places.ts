/** Places that are no paths: buckets and datasets of Google Cloud. */

export interface GsPlace {
  readonly bucket: string;
  /** Ends with `/`, or is empty. */
  readonly prefix: string;
}

/** `gs://bucket/prefix`; null for what is something else, or malformed. */
export function gsPlaceOf(text: string): GsPlace | null {
  const [, bucket, rest = ''] = /^gs:\/\/([a-z\d][a-z\d._-]{1,220}[a-z\d])(?:\/(.*))?$/s.exec(text) ?? [];
  if (bucket === undefined) return null;
  const prefix = rest.replace(/\/+$/, '');
  return { bucket, prefix: prefix === '' ? '' : `${prefix}/` };
}

export interface BigQueryPlace {
  readonly project: string;
  readonly dataset: string;
}

/** `bigquery:project.dataset`; null for what is something else, or malformed. A project of a domain has a colon in its name. */
export function bigQueryPlaceOf(text: string): BigQueryPlace | null {
  const [, project, dataset] =
    /^bigquery:((?:[a-z\d.-]+:)?[a-z][a-z\d-]{3,61}[a-z\d])\.(\w{1,1024})$/i.exec(text) ?? [];
  return project === undefined || dataset === undefined ? null : { project, dataset };
}
