import { tooLarge } from '../../language/text/size.js';
import type { FileContent } from '../../language/workspace.js';
import type { Listing } from '../host.js';
import type { FileProblem } from '../protocol.js';

/** A file or folder of a policy that is not part of it for now, and what to do about it. */
type ListingProblem = Listing['problems'][number];

/**
 * What is said of a file that is there and cannot be had, the same wherever it lies.
 *
 * @param detail with `failed`: the code of the error, if there is one
 */
export function unreadable(name: string, problem: FileProblem, detail?: string): FileContent {
  return { unreadable: sentences(name, problem, detail) };
}

function sentences(name: string, problem: FileProblem, detail: string | undefined): string {
  switch (problem) {
    case 'too-large':
      return tooLarge(name);
    case 'not-utf8':
      return `${name} is not UTF-8 text. Save it as UTF-8.`;
    case 'not-allowed':
      return `${name} may not be read. Give yourself the right to read it.`;
    case 'failed':
      return `${name} could not be read${detail === undefined ? '' : ` (${detail})`}. Check that it can be opened.`;
  }
}

/** What is said of a folder that cannot be looked into. `folder` is relative to the root, empty for the root itself. */
export function unreadableFolder(folder: string, detail?: string): ListingProblem {
  const path = folder || '.';
  const why = detail === undefined ? '' : ` (${detail})`;
  const message = `The folder ${path} could not be read${why}, so its files are not part of the policy. Give yourself the right to read it.`;
  return { path, message };
}

/** What is said of a link out of the policy's folder. */
export const outsideLink = (path: string): ListingProblem => ({
  path,
  message: `${path} is a link to a file outside the policy's folder, which is never read. Copy the file into the folder, or delete the link.`,
});

/** What is said of a link where it cannot be found out where links lead. */
export const unknownLink = (path: string): ListingProblem => ({
  path,
  message: `${path} is a link, and in a virtual workspace it cannot be told whether it stays in the policy's folder, so it was not read. Put a copy of the file in its place.`,
});
