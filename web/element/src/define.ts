/** Custom elements, each defined once on a page. */

/** Defines an element, unless another copy of the package on the page has: the first one draws for all. */
export function customElement(name: string) {
  return (constructor: CustomElementConstructor): void => {
    if (!customElements.get(name)) customElements.define(name, constructor);
  };
}
