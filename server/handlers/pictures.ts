/** What the picture of a policy is made of, and what is asked about whom it allows what. */
export { explain } from './explain.js';
export { graph } from './graph.js';
export { graphAt } from './graph-at.js';
export { chain, pair } from './graph-pair.js';
export { reach } from './graph-reach.js';
export { graphTarget } from './graph-target.js';
export { runTests, tests } from './tests.js';
