import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Below this width, in pixels of the screen, there is no room for names beside what they are of. */
const NARROW = 480;

/** Redraws its element when it becomes narrow or wide. */
export class Narrow implements ReactiveController {
  /** Whether it is as narrow as on a phone. */
  isNarrow = false;

  #host: ReactiveControllerHost & Element;
  #observer = new ResizeObserver(([entry]) => {
    // What is hidden has no width.
    const { width } = entry?.contentRect ?? { width: 0 };
    if (width === 0 || width < NARROW === this.isNarrow) return;
    this.isNarrow = width < NARROW;
    this.#host.requestUpdate();
  });

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#observer.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }
}
