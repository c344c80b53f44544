import { spawnSync } from 'node:child_process';
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Compiled, compileSources } from '../app/compiled.ts';
import { tempDir } from '../support/temp-dir.ts';
import { contentOf, expectSound } from './content.ts';
import { type House, openHouse } from './house.ts';

interface Call {
  readonly id: number;
  readonly customer: number;
  readonly end: number;
}

/** The oracle: what the bucket holds, and what the warehouse has read of it. */
interface Model {
  readonly bucket: Map<string, readonly Call[]>;
  readonly read: Map<string, readonly Call[]>;
  readonly erased: Set<number>;
}

interface Real {
  house: House;
  readonly dir: string;
  clockSec: number;
}

const OBJECTS = ['a.json', 'b.json', '2025/01/06/c.json'];
const objectArb = fc.constantFrom(...OBJECTS);
const callsArb = fc.array(
  fc.record({
    id: fc.integer({ min: 1, max: 4 }),
    customer: fc.integer({ min: 1, max: 3 }),
    end: fc.integer({ min: 1, max: 3 }),
  }),
  { maxLength: 3 },
);

const start = Date.UTC(2025, 0, 6, 10);
const recordOf = ({ id, customer, end }: Call) => ({
  session_id: `S${id}`,
  customer_id: `C${customer}`,
  call_start_time: new Date(start).toISOString(),
  call_end_time: new Date(start + end * 60_000).toISOString(),
  conversation: [],
});

/** The rows that must be there, by an election of its own. */
function expected({ read, erased }: Model): string[] {
  const current = new Map<number, { call: Call; object: string }>();
  for (const [object, calls] of read) {
    const last = new Map(calls.map((call) => [call.id, call]));
    for (const call of last.values()) {
      if (erased.has(call.customer)) continue;
      const other = current.get(call.id);
      const wins =
        !other || call.end > other.call.end || (call.end === other.call.end && object > other.object);
      if (wins) current.set(call.id, { call, object });
    }
  }
  return [...current].map(([id, { call, object }]) => `S${id} C${call.customer} ${object}`).sort();
}

async function check(model: Model, { house }: Real): Promise<void> {
  const rows = await house.warehouse.query({
    sql: 'SELECT session_id, customer_id, source_file FROM raw_session_data',
    params: [],
  });
  const shown = rows.map((row) => `${row.session_id} ${row.customer_id} ${row.source_file}`);
  expect(shown.sort()).toEqual(expected(model));
  await expectSound(house.warehouse);
}

class Step implements fc.AsyncCommand<Model, Real> {
  readonly #name: string;
  readonly #work: (model: Model, real: Real) => Promise<void>;

  constructor(name: string, work: (model: Model, real: Real) => Promise<void>) {
    this.#name = name;
    this.#work = work;
  }

  check(): boolean {
    return true;
  }

  async run(model: Model, real: Real): Promise<void> {
    await this.#work(model, real);
    await check(model, real);
  }

  toString(): string {
    return this.#name;
  }
}

/** Each put gets a time of its own, so that no two generations are alike. */
function put(real: Real, object: string, calls: readonly Call[]): void {
  real.house.put(object, calls.map(recordOf));
  real.clockSec += 1;
  utimesSync(join(real.dir, 'session_batch_files', object), real.clockSec, real.clockSec);
}

function readAll(model: Model): void {
  for (const [object, calls] of model.bucket) model.read.set(object, calls);
}

const putStep = fc.tuple(objectArb, callsArb).map(
  ([object, calls]) =>
    new Step(`put ${object} ${JSON.stringify(calls)}`, async (model, real) => {
      put(real, object, calls);
      model.bucket.set(object, calls);
    }),
);
const deleteStep = objectArb.map(
  (object) =>
    new Step(`delete ${object}`, async (model, real) => {
      real.house.drop(object);
      model.bucket.delete(object);
    }),
);
const eventStep = fc.tuple(objectArb, fc.boolean()).map(
  ([object, twice]) =>
    new Step(`event ${object}${twice ? ' twice' : ''}`, async (model, real) => {
      await real.house.touch(...(twice ? [object, object] : [object]));
      if (twice) await real.house.touch(object);
      const calls = model.bucket.get(object);
      if (calls) model.read.set(object, calls);
    }),
);
const sweepStep = fc.constant(
  new Step('sweep', async (model, real) => {
    await real.house.sweep();
    readAll(model);
  }),
);
const raceStep = objectArb.map(
  (object) =>
    new Step(`sweep and event ${object} at once`, async (model, real) => {
      await Promise.all([real.house.sweep(), real.house.touch(object)]);
      readAll(model);
    }),
);
const restartStep = fc.constant(
  new Step('restart', async (_model, real) => {
    await real.house.close();
    real.house = await openHouse(real.dir);
  }),
);
const eraseStep = fc.integer({ min: 1, max: 3 }).map(
  (customer) =>
    new Step(`erase C${customer}`, async (model, real) => {
      await real.house.upkeep.erase(`C${customer}`);
      model.erased.add(customer);
    }),
);
const rebuildStep = fc.constant(
  new Step('rebuild', async (model, real) => {
    const { rewrite } = await real.house.upkeep.rebuild({ accept: false, dropGone: false });
    expect(rewrite.adopted).toBe(true);
    readAll(model);
  }),
);
const killStep = fc.integer({ min: 1, max: 24 }).map(
  (hit) =>
    new Step(`kill a sweep at ${hit}, and sweep`, async (model, real) => {
      await real.house.close();
      spawnSync(process.execPath, [script, real.dir], {
        env: { ...process.env, EARSHOT_SWEEP: 'run', EARSHOT_FAULT: `any:${hit}` },
      });
      real.house = await openHouse(real.dir);
      await expectSound(real.house.warehouse);
      await real.house.sweep();
      readAll(model);
    }),
);

let compiled: Compiled;
let script: string;
beforeAll(() => {
  compiled = compileSources();
  compiled.add(fileURLToPath(new URL('house.ts', import.meta.url)));
  script = fileURLToPath(compiled.add(fileURLToPath(new URL('sweep-once.ts', import.meta.url))));
});
afterAll(() => compiled.remove());

it('in whatever order files, events, sweeps, kills, erasures and rebuilds come, the tables are those of a clean rebuild', async () => {
  const steps = [
    ...Array(4).fill(putStep),
    deleteStep,
    ...Array(2).fill(eventStep),
    ...Array(2).fill(sweepStep),
    raceStep,
    restartStep,
    eraseStep,
    rebuildStep,
    killStep,
  ];
  await fc.assert(
    fc.asyncProperty(fc.commands(steps, { maxCommands: 14 }), async (commands) => {
      const dir = tempDir();
      const real: Real = { house: await openHouse(dir), dir, clockSec: 1_700_000_000 };
      try {
        await fc.asyncModelRun(
          () => ({ model: { bucket: new Map(), read: new Map(), erased: new Set() }, real }),
          commands,
        );
        await real.house.sweep();
        await expectRebuilt(real);
      } finally {
        await real.house.close();
      }
    }),
    { seed: 20250131, numRuns: 30 },
  );
}, 600_000);

/** The same tables, gone objects and all, once they are made anew from the bucket. */
async function expectRebuilt({ house }: Real): Promise<void> {
  const before = await contentOf(house.warehouse);
  await house.upkeep.rebuild({ accept: false, dropGone: false });
  expect(await contentOf(house.warehouse)).toEqual(before);
}
