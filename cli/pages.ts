import { readFileSync } from 'node:fs';
import type { FindingCode } from '../language/findings.js';
import { findingPage } from '../server/disk/pages.js';

/** The page about a finding, in Markdown; `undefined` where this installation has none. */
export function pageOf(code: FindingCode): string | undefined {
  const page = findingPage(code);
  return page === undefined ? undefined : readFileSync(page, 'utf8');
}

/** What the page says first: its first paragraph that is no heading and no remark in italics, on one line. */
export function summaryOf(page: string): string | undefined {
  const paragraphs = page.split(/\n{2,}/).map((paragraph) => paragraph.trim().replace(/\s+/g, ' '));
  return paragraphs.find((paragraph) => paragraph !== '' && !/^[#*]/.test(paragraph));
}
