/** The entry for the suite of this folder; it runs the tests beside its own bundle. */
export { run } from '../suite.js';
