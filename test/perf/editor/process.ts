import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Memory that a process holds, in MB of 2^20 bytes: what the system calls its resident set. */
export function memoryOf(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
}

/** Time that a process has had of the processors, in milliseconds, all its threads together; where there is no /proc, NaN. */
export function processorTimeOf(pid: number): number {
  try {
    // The 14th and 15th field, in hundredths of a second; the 2nd may hold spaces (proc(5)).
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return Number.NaN;
  }
}

/** Time that a process's main thread has had of a processor, in milliseconds. Throws where the system is not Linux. */
export function mainThreadTimeOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
}
