/** When what stands in the page is on the screen. */

/** Where nothing is drawn, as in a page that is hidden, there is no waiting for it beyond this. */
const HIDDEN_MS = 100;

/** The first task after the next frame is drawn. */
export function drawn(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, HIDDEN_MS);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    });
  });
}
