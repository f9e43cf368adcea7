import type { ReactiveController, ReactiveControllerHost } from "lit";

/** What may change the colours of everything in it. */
const THEMED = "gridfolk-whatif";
const WATCHED = { attributes: true, attributeFilter: ["theme", "class", "style", "data-theme"] };

/** Redraws its element when it becomes dark or light: with the system, the page, or the element around it. */
export class DarkMode implements ReactiveController {
  #query = matchMedia("(prefers-color-scheme: dark)");
  /** Paper is light: what draws its colours itself draws them anew for it. */
  #print = matchMedia("print");
  #host: ReactiveControllerHost & Element;
  #observer = new MutationObserver(() => this.#host.requestUpdate());

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host;
    host.addController(this);
  }

  /** As the colours of `light-dark` fall there. */
  get isDark(): boolean {
    const schemes = getComputedStyle(this.#host).colorScheme.split(" ");
    return schemes.includes("dark") && (!schemes.includes("light") || this.#query.matches);
  }

  hostConnected(): void {
    this.#query.addEventListener("change", this.#changed);
    this.#print.addEventListener("change", this.#changed);
    this.#observer.observe(document.documentElement, WATCHED);
    const themed = themedAround(this.#host);
    if (themed) this.#observer.observe(themed, WATCHED);
  }

  hostDisconnected(): void {
    this.#query.removeEventListener("change", this.#changed);
    this.#print.removeEventListener("change", this.#changed);
    this.#observer.disconnect();
  }

  #changed = (): void => this.#host.requestUpdate();
}

/** The element that sets the theme, across shadow roots. */
function themedAround(element: Element): Element | null {
  const root = element.getRootNode();
  return element.closest(THEMED) ?? (root instanceof ShadowRoot ? themedAround(root.host) : null);
}
