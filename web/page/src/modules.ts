import { css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { ModuleInfo } from "../../element/src/client/protocol";
import { GridfolkElement } from "../../element/src/element";

/** Which modules run here: version, size and SHA-256, to compare with any other host. */
@customElement("gf-modules")
export class ModuleList extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    css`
      code {
        font-size: 0.82em;
        white-space: nowrap;
      }
    `,
  ];

  @property({ attribute: false }) modules: ModuleInfo[] = [];

  protected override render() {
    const t = this.t.modules;
    if (this.modules.length === 0) return html`<p class="quiet" role="status">${this.t.app.loading}</p>`;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${t.title}</h2>
      <p class="quiet">${t.note}</p>
      <div class="scroll" tabindex="0" role="group" aria-labelledby="title">
        <table>
          <thead>
            <tr>
              <th scope="col">${t.name}</th>
              <th scope="col">${t.about}</th>
              <th scope="col">${t.version}</th>
              <th scope="col" class="number">${t.size}</th>
              <th scope="col">${t.sha256}</th>
            </tr>
          </thead>
          <tbody>
            ${this.modules.map((module) => this.#row(module))}
          </tbody>
        </table>
      </div>
    </section>`;
  }

  #row({ name, title, version, bytes, sha256 }: ModuleInfo) {
    return html`<tr>
      <th scope="row">${name}</th>
      <td>${this.locale === "zh-CN" ? title.zh : title.en}</td>
      <td>${version}</td>
      <td class="number">${this.format.bytes(bytes)}</td>
      <td><code>${sha256}</code></td>
    </tr>`;
  }
}
