import { type House, openHouse } from './house.ts';

const CUSTOMERS = ['C1', 'C2', 'C3'];

function call(id: number, more: object = {}): object {
  const start = new Date(Date.UTC(2025, 0, 6 + (id % 4), 10, id)).toISOString();
  return {
    session_id: `S${id}`,
    customer_id: CUSTOMERS[id % 3],
    call_start_time: start,
    call_duration_sec: 30 + id,
    resolution_status: id % 2 ? 'resolved' : 'Transferred',
    conversation: [
      {
        turn_number: 1,
        timestamp: start,
        speaker: 'Customer',
        text: `I am number ${id}`,
        confidence_score: 0.5,
      },
    ],
    ...more,
  };
}

/** What happens to a warehouse in a busy hour, step by step; run again from any point it ends in the same tables. */
export async function journey(house: House, seed: number): Promise<void> {
  const at = (n: number) => seed * 100 + n;
  house.put('2025/01/06/a.json', [call(at(1)), call(at(2)), 42]);
  house.put('2025/01/06/b.json', [call(at(2), { call_duration_sec: 300 }), call(at(3))]);
  house.put('c.ndjson', `${JSON.stringify(call(at(4)))}\nnot JSON\n${JSON.stringify(call(at(5)))}\n`);
  house.put('broken.json', '[{"session_id":');
  await house.sweep();
  house.put('2025/01/06/b.json', [call(at(3)), call(at(6)), call(at(6), { topic_name: 'Outage' })]);
  house.put('d.json', [call(at(1), { call_duration_sec: 500 }), call(at(7))]);
  house.drop('c.ndjson');
  await house.sweep();
  house.put('e.json', [call(at(8)), call(at(9))]);
  await house.touch('e.json');
  await house.upkeep.erase('C1');
  house.put('f.json', [call(at(12)), call(at(13))]);
  await house.touch('f.json', 'e.json');
  await house.upkeep.retain('2025-01-06T12:00:00Z');
  await house.upkeep.retry();
  await house.upkeep.rebuild({ accept: true, dropGone: false });
  await house.sweep();
}

/** For a process that EARSHOT_FAULT ends somewhere on the way. */
const [, , dataDir, seed] = process.argv;
if (process.env.EARSHOT_JOURNEY === 'run' && dataDir !== undefined) {
  const house = await openHouse(dataDir);
  await journey(house, Number(seed));
  await house.close();
}
