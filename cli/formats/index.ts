import type { Report } from '../report.js';
import { toGithub } from './github.js';
import { toJson } from './json.js';
import { toJunit } from './junit.js';
import { toSarif } from './sarif.js';
import { toText } from './text.js';

export interface FormatOptions {
  readonly colour: boolean;
}

/** Every format of `zoneflow check`: a pure function of the report. */
export const formats: Readonly<Record<string, (report: Report, options: FormatOptions) => string>> = {
  text: toText,
  json: toJson,
  sarif: toSarif,
  github: toGithub,
  junit: toJunit,
};
