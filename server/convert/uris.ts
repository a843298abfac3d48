import { URI } from 'vscode-uri';

/**
 * A URI in one form, whatever percent-encoding and drive letter a client wrote, so that two can be compared as text.
 * What is no URI comes back as it is.
 */
export function normalUri(uri: string): string {
  try {
    return withoutSlash(URI.parse(uri).toString());
  } catch {
    return uri;
  }
}

const withoutSlash = (uri: string): string =>
  uri.endsWith('/') && !uri.endsWith('//') ? uri.slice(0, -1) : uri;

/** URI of the folder that a document lies in, without `/` at its end. */
export function folderOf(uri: string): string {
  const parsed = URI.parse(uri);
  const end = parsed.path.lastIndexOf('/');
  return normalUri(parsed.with({ path: end <= 0 ? '/' : parsed.path.slice(0, end) }).toString());
}

/** The last part of a URI's path, decoded. */
export function baseName(uri: string): string {
  try {
    const { path } = URI.parse(uri);
    return path.slice(path.lastIndexOf('/') + 1) || uri;
  } catch {
    return uri;
  }
}

/** URI of a file by its path relative to a folder. */
export function uriBelow(folder: string, path: string): string {
  const parsed = URI.parse(folder);
  return parsed.with({ path: `${parsed.path.replace(/\/$/, '')}/${path}` }).toString();
}

/** Path of a document relative to a folder, with `/`, decoded; `undefined` where it does not lie in it. */
export function pathBelow(folder: string, uri: string): string | undefined {
  const base = URI.parse(folder);
  const target = URI.parse(uri);
  const start = base.path.endsWith('/') ? base.path : `${base.path}/`;
  if (base.scheme !== target.scheme || base.authority !== target.authority) return undefined;
  return target.path.startsWith(start) ? target.path.slice(start.length) : undefined;
}
