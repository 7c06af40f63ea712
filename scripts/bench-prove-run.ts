/** The command with an account of itself: writes the resources that the process used into the file BENCH_USAGE. */
import { writeFileSync } from 'node:fs';
import '../bin/guarded';

process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const usage = { peakMegabytes: maxRSS / 1024, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 };
  writeFileSync(process.env.BENCH_USAGE!, JSON.stringify(usage));
});
