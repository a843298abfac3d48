/** Mends two things that stand beside each other. */
export const missingComma = { title: 'Add the missing `,`', text: ', ', before: true } as const;

/** Mends a comma with nothing before it. */
export const needlessComma = { title: 'Delete `,`', text: '' } as const;

/** Mends the colon of other notations. */
export const colonToEquals = { title: 'Change to `=`', text: ' =' } as const;
