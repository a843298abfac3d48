/** The version in package.json, here so that no file has to be read for it; a test holds them equal. */
export const version = '0.1.0';
