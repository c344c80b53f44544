import { readdirSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

// The last line of a CI run: what the runners themselves report, summed. A run without a report has failed.
const folder = new URL('../test-results/', import.meta.url);
const totals = { passed: 0, failed: 0, skipped: 0 };
let reports = 0;
try {
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
    const report = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
    totals.passed += report.numPassedTests;
    totals.failed += report.numFailedTests;
    totals.skipped += report.numPendingTests + report.numTodoTests;
    // A file that could not even be loaded has no test to count, and has failed all the same.
    totals.failed += report.testResults.filter(
      (file) => file.status === 'failed' && file.assertionResults.length === 0,
    ).length;
    reports += 1;
    report.testResults.forEach(tellFailed);
  }
} catch (error) {
  process.stderr.write(`No test report to sum: ${error.message}\n`);
}
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
process.stdout.write(`${totals.passed} passed, ${totals.failed} failed${skipped}\n`);
process.exit(reports > 0 && totals.failed === 0 && totals.passed > 0 ? 0 : 1);

/**
 * Names what failed and why, at the end where it is looked for: the runner's own account is thousands of lines up. What passed
 * at its second try is named too: it waits for somebody who finds out why.
 */
function tellFailed({ name, status, message, assertionResults }) {
  const path = relative(process.cwd(), name);
  if (status === 'failed' && assertionResults.length === 0) process.stdout.write(`${path}: ${message}\n`);
  for (const { fullName, status, failureMessages } of assertionResults) {
    if (failureMessages.length === 0) continue;
    const what = status === 'failed' ? 'failed' : 'passed at the second try only';
    process.stdout.write(`${path}: ${fullName}: ${what}\n${failureMessages[0].replace(/^/gm, '    ')}\n`);
  }
}
