/** Something that is watched: calls every watcher when it changes. */
export class Store {
  #watchers = new Set();

  /** Calls {@code watcher} at each change until {@code signal} aborts. */
  watch(watcher, signal) {
    this.#watchers.add(watcher);
    signal?.addEventListener("abort", () => this.#watchers.delete(watcher), { once: true });
  }

  changed(detail) {
    for (const watcher of [...this.#watchers]) watcher(detail);
  }
}
