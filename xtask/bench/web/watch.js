// Runs in the page before its own scripts: notes when calls go to workers and when their answers come, and moves sliders.

(() => {
  /** Longer than anything that follows a slider's last move. */
  const REST_MS = 2000;

  const answered = [];
  const longTasks = [];

  /** A worker whose calls and answers are noted; what the page does with it is as before. */
  window.Worker = class extends Worker {
    #asked = new Map();

    constructor(...args) {
      super(...args);
      this.addEventListener("message", ({ data }) => {
        const call = this.#asked.get(data?.id);
        this.#asked.delete(data?.id);
        if (call) answered.push({ ...call, ms: performance.now() });
      });
    }

    postMessage(message, ...rest) {
      this.#asked.set(message.id, { name: message.name, askedMs: performance.now() });
      super.postMessage(message, ...rest);
    }
  };

  new PerformanceObserver((list) => longTasks.push(...list.getEntries())).observe({ type: "longtask" });

  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  const nextFrame = () => new Promise(requestAnimationFrame);

  /** The first task after the frame that shows what is drawn now: ECharts draws in the frame itself. */
  const painted = async () => {
    await nextFrame();
    const { port1, port2 } = new MessageChannel();
    const after = new Promise((resolve) => (port1.onmessage = resolve));
    port2.postMessage(null);
    await after;
  };

  /** When a view next tells that its answer stands there. */
  const shown = () => new Promise((resolve) => window.addEventListener("gf-state", resolve, { once: true }));

  /** The first slider inside an element, wherever that is. */
  const sliderIn = (root, host) => {
    for (const element of root.querySelectorAll("*")) {
      if (!element.shadowRoot) continue;
      const own = element.localName === host && element.shadowRoot.querySelector("input[type=range]");
      const found = own || sliderIn(element.shadowRoot, host);
      if (found) return found;
    }
    return undefined;
  };

  /** Values all over a slider, each far from the one before; none is 0, where a slider changes nothing. */
  const valuesOf = ({ min, max, step }, n) => {
    const [from, to, by] = [Number(min), Number(max), Number(step) || 1];
    const nSteps = Math.floor((to - from) / by);
    const values = Array.from({ length: 2 * n }, (_, i) => from + by * (1 + Math.floor(nSteps * ((i * 0.618034) % 1))));
    return values.filter((value) => Math.abs(value) > by / 2).slice(0, n);
  };

  const set = (slider, value) => {
    slider.value = String(value);
    slider.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
  };

  const move = async (slider, value, call) => {
    answered.length = 0;
    const start = performance.now();
    const isOwn = ({ name, askedMs }) => name === call && askedMs >= start;
    set(slider, value);
    // What was asked before the move may still be shown first.
    do await shown();
    while (!answered.some(isOwn));
    await painted();
    const paint = performance.now() - start;
    return { reply: answered.find(isOwn).ms - start, paint };
  };

  /** One move after the other, each begun anywhere in a frame. */
  const moves = async (slider, call, n) => {
    const all = [];
    for (const value of valuesOf(slider, n)) {
      all.push(await move(slider, value, call));
      await pause(16 * Math.random());
    }
    return all;
  };

  /** A slider that is dragged: a new value in every frame, whether or not the last was answered. */
  const drag = async (slider, ms) => {
    const end = performance.now() + ms;
    const values = valuesOf(slider, 400);
    let nFrames = 0;
    while (performance.now() < end) {
      set(slider, values[nFrames % values.length]);
      nFrames += 1;
      await nextFrame();
    }
    // What follows once the slider rests counts among the tasks.
    await pause(REST_MS);
    return (1000 * nFrames) / ms;
  };

  window.bench = {
    /** Waits for the first answer, and tells when its picture was painted. */
    firstPicture: shown().then(painted).then(() => performance.now()),
    /** What moving the slider inside that element costs: to the reply, to the paint, and tasks of 50 ms and more. */
    slide: async (host, call, nMoves, dragMs) => {
      const slider = sliderIn(document, host);
      if (!slider) throw new Error(`there is no slider in ${host}`);
      // The first moves copy columns, compile and remember.
      await moves(slider, call, 5);
      await pause(100);
      longTasks.length = 0;
      const all = await moves(slider, call, nMoves);
      const framesASecond = await drag(slider, dragMs);
      return {
        reply: all.map(({ reply }) => reply),
        paint: all.map(({ paint }) => paint),
        framesASecond,
        longTasks: longTasks.map(({ duration }) => duration),
      };
    },
  };
})();
