import { writeFileSync } from 'node:fs';

// Loaded before a command with `node --import`: leaves the process's peak memory behind for the bench to read.
process.on('exit', () => {
  if (process.env.BENCH_PEAK_FILE)
    writeFileSync(process.env.BENCH_PEAK_FILE, String(process.resourceUsage().maxRSS));
});
