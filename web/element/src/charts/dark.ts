import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Redraws its element when the page becomes dark or light. */
export class DarkMode implements ReactiveController {
  #query = matchMedia("(prefers-color-scheme: dark)");
  #host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  get isDark(): boolean {
    return this.#query.matches;
  }

  hostConnected(): void {
    this.#query.addEventListener("change", this.#changed);
  }

  hostDisconnected(): void {
    this.#query.removeEventListener("change", this.#changed);
  }

  #changed = (): void => this.#host.requestUpdate();
}
