/** Numbers, money and times as a reader of one language expects them. */
export class Format {
  #locale;
  #count;

  constructor(locale) {
    this.#locale = locale;
    this.#count = new Intl.NumberFormat(locale);
  }

  count(number) {
    return this.#count.format(number);
  }

  /** Small amounts keep up to eight decimals: the cost of one call is far below a cent. */
  money(amount, currency) {
    const small = Number(amount) !== 0 && Math.abs(Number(amount)) < 1;
    const digits = { minimumFractionDigits: small ? 4 : 2, maximumFractionDigits: small ? 8 : 2 };
    if (!/^[A-Z]{3}$/.test(currency)) return new Intl.NumberFormat(this.#locale, digits).format(amount);
    const style = { style: "currency", currency, currencyDisplay: "narrowSymbol", ...digits };
    return new Intl.NumberFormat(this.#locale, style).format(amount);
  }

  duration(millis) {
    const seconds = millis / 1000;
    const [value, unit] = seconds < 1 ? [Math.round(millis), "millisecond"] : [seconds, "second"];
    const digits = unit === "second" ? { maximumFractionDigits: seconds < 10 ? 2 : 0 } : {};
    return new Intl.NumberFormat(this.#locale, { style: "unit", unit, unitDisplay: "short", ...digits }).format(value);
  }

  /** The time today, with the day on other days. */
  moment(date, now = new Date()) {
    const time = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
    const day = date.toDateString() === now.toDateString() ? {} : { month: "short", day: "numeric" };
    return new Intl.DateTimeFormat(this.#locale, { ...day, ...time }).format(date);
  }
}
