import { testFixtures } from '../support/fixtures.js';

testFixtures('messages', ({ snapshot, files }) =>
  snapshot
    .findings()
    .filter(({ severity }) => severity === 'error')
    .map(({ code, place, message }) => {
      const text = files[place.file].slice(place.start, place.end);
      return `${code} «${text.length > 40 ? `${text.slice(0, 40)}…` : text}» ${message}`;
    })
    .join('\n'),
);
