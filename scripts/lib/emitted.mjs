/**
 * What TypeScript writes into each module that it turns into CommonJS, once for all of them: dozens of modules of the
 * packages of the language server protocol begin with the same functions.
 */

/** A helper as it is written at the top of a module: `var __importStar = (this && this.__importStar) || …`. */
const helper = /^var (__\w+) = \(this && this\.\1\)[^]*?^\}[)(]*;\n/gm;
/** The name under which modules ask for the helpers. */
export const helpersName = 'helpers of TypeScript';

/** The helpers, as a module. */
export const helpers = `
  const bind = (to, from, key) => Object.defineProperty(to, key, { enumerable: true, get: () => from[key] });
  exports.__importDefault = (found) => (found?.__esModule ? found : { default: found });
  exports.__importStar = (found) => {
    if (found?.__esModule) return found;
    const all = { default: found };
    for (const key of Object.getOwnPropertyNames(found ?? {})) if (key !== 'default') bind(all, found, key);
    return all;
  };
  exports.__exportStar = (found, to) => {
    for (const key in found) if (key !== 'default' && !Object.hasOwn(to, key)) bind(to, found, key);
  };`;

/**
 * The text of a module without helpers of its own.
 *
 * @param {string} text
 * @returns {string}
 */
export function withSharedHelpers(text) {
  const rest = text.replace(helper, '');
  const asked = ['__importDefault', '__importStar', '__exportStar'].filter((name) => rest.includes(name));
  return asked.length > 0 ? `const { ${asked.join(', ')} } = require('${helpersName}');\n${rest}` : rest;
}
