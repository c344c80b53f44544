/** One generation of one object of the bucket. */
export interface ObjectVersion {
  /** Full name in the bucket, with `/` between folders: `2025/01/31/calls-0001.json`. */
  readonly object: string;
  /** A decimal string: Google's own on GCS; locally the modification time in ns. */
  readonly generation: string;
  readonly sizeBytes: number;
}

/** Something in the bucket that can be no object: a link, or a name that no bucket of Google's may hold. */
export interface LeftOut {
  readonly name: string;
  readonly reason: string;
}

export interface ListPage {
  readonly objects: readonly ObjectVersion[];
  /** What was passed on the way. */
  readonly leftOut: readonly LeftOut[];
  /** Pass it to the next call; absent on the last page. */
  readonly nextPageToken?: string;
}

export interface ListOptions {
  readonly prefix?: string;
  readonly pageToken?: string;
  /** At most this many objects a page; 1,000 by default. */
  readonly pageSize?: number;
}

/** The bucket. Names are in the order of their UTF-8 bytes. */
export interface Store {
  /** For messages: the folder, or `gs://bucket/prefix`. */
  readonly label: string;
  /** Writes an object whole or not at all; replaces an older generation. */
  put(object: string, bytes: Uint8Array | string): Promise<ObjectVersion>;
  /** Like `put`, but only where there is no such object; undefined when there is one, which stays as it is. */
  create(object: string, bytes: Uint8Array | string): Promise<ObjectVersion | undefined>;
  /** @throws EarshotError `bucket_missing` when the bucket itself does not exist. */
  list(options?: ListOptions): Promise<ListPage>;
  /** The newest generation of one object; undefined when there is none. */
  find(object: string): Promise<ObjectVersion | undefined>;
  /** The bytes of that very generation. @throws EarshotError `generation_gone` when it was replaced or deleted. */
  read(version: ObjectVersion): Promise<Uint8Array>;
  /**
   * As `read`, piece by piece, for an object of any size. What came before an error may be of another generation.
   * @throws EarshotError as `read`, at the latest when all pieces are read
   */
  stream(version: ObjectVersion): AsyncIterable<Uint8Array>;
  remove(object: string): Promise<void>;
}

/** Every object under the prefix, page after page. */
export async function* listAll(
  store: Store,
  prefix = '',
  onLeftOut: (one: LeftOut) => void = () => {},
): AsyncGenerator<ObjectVersion> {
  let pageToken: string | undefined;
  do {
    const page: ListPage = await store.list(pageToken === undefined ? { prefix } : { prefix, pageToken });
    page.leftOut.forEach(onLeftOut);
    yield* page.objects;
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
}
