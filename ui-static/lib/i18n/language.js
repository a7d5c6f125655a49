import { Format } from "../format.js";
import { Store } from "../store.js";
import en from "./en.js";
import zh from "./zh.js";

const CHOICE = "atrium.language";
const WORDS = { en, zh };

/** The language the reader sees: the one chosen before, else the first of the browser's that we speak, else English. */
export class Language extends Store {
  #storage;
  static all = Object.keys(WORDS);

  constructor(storage, preferred) {
    super();
    this.#storage = storage;
    const wished = [storage.getItem(CHOICE), ...preferred].map((tag) => String(tag).split("-")[0]);
    this.#use(wished.find((tag) => Object.hasOwn(WORDS, tag)) ?? "en");
  }

  choose(code) {
    this.#storage.setItem(CHOICE, code);
    this.#use(code);
    this.changed();
  }

  /** The words for a key. A phrase that depends on values is a function of them. */
  text(key, values = {}) {
    const words = WORDS[this.code][key];
    if (words === undefined) throw new Error(`no words for "${key}" in ${this.code}`);
    return typeof words === "function" ? words(values) : words;
  }

  #use(code) {
    this.code = code;
    this.format = new Format(code);
    document.documentElement.lang = code === "zh" ? "zh-Hans" : code;
  }
}
