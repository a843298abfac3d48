/** Characters after which `formatTyped` may be asked. */
export const layoutTriggers = ['}', '\n'] as const;
