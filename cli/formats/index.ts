import type { Report } from '../report.js';
import { toJson } from './json.js';
import { toText } from './text.js';

export interface FormatOptions {
  readonly colour: boolean;
}

/** Every format of `zoneflow check`: a pure function of the report. */
export const formats: Readonly<Record<string, (report: Report, options: FormatOptions) => string>> = {
  text: toText,
  json: toJson,
};
