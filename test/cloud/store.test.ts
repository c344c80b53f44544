import { inject } from 'vitest';
import { openGcsStore } from '../../src/store/gcs.ts';
import { describeStore } from '../ports/store-suite.ts';
import { freshBucket } from './buckets.ts';

for (const prefix of ['', 'feeds/ivr/']) {
  describeStore(`gs://bucket/${prefix}`, async () => {
    const { gcs: endpoint } = inject('emulators');
    const place = await freshBucket(prefix);
    return {
      store: openGcsStore(place, { endpoint }),
      missing: openGcsStore({ ...place, bucket: 'no-such-bucket' }, { endpoint }),
      dispose: async () => {},
    };
  });
}
