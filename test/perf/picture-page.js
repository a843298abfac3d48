// What the benchmark of the picture runs in its page. An expression, so that it can be evaluated from outside.
window.bench = {
  /** The time from a message to the frame after the one that shows what `selector` finds. */
  painted: (message, selector) =>
    new Promise((resolve) => {
      const started = performance.now();
      const look = () => {
        if (document.querySelector(selector) === null) requestAnimationFrame(look);
        // The next frame begins when this one has been painted.
        else requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - started)));
      };
      window.postMessage(message, '*');
      requestAnimationFrame(look);
    }),

  /** The times between frames while a wheel turns: zooming in and out by turns with moving about. */
  framesWhileMoving: (count) =>
    new Promise((resolve) => {
      const stage = document.querySelector('.stage');
      const at = { clientX: 700, clientY: 450, bubbles: true, cancelable: true };
      const times = [];
      let last = 0;
      let frame = 0;
      const turn = (now) => {
        if (frame > 4) times.push(now - last);
        last = now;
        frame++;
        if (frame > count) return resolve(times);
        const zooms = frame % 120 < 60;
        const wheel = zooms
          ? { deltaY: frame % 120 < 30 ? -80 : 80 }
          : { deltaX: frame % 40 < 20 ? 60 : -60, deltaY: 20 };
        stage.dispatchEvent(new WheelEvent('wheel', { ...at, ...wheel }));
        requestAnimationFrame(turn);
      };
      requestAnimationFrame(turn);
    }),

  /** Where every box is. */
  places: () =>
    [...document.querySelectorAll('.picture .node[data-node]')].map((box) => {
      const { e, f } = box.transform.baseVal.consolidate().matrix;
      return [box.dataset.node, e, f];
    }),
};
