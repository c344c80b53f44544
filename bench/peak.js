import { writeFileSync } from 'node:fs';

// Loaded before a command with `node --import`: leaves the process's peak memory and CPU time behind for the bench to read.
process.on('exit', () => {
  const file = process.env.BENCH_PEAK_FILE;
  if (!file) return;
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeFileSync(file, JSON.stringify({ peakKiB: maxRSS, cpuSec: (userCPUTime + systemCPUTime) / 1e6 }));
});
