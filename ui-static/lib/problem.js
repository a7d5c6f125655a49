/** A call that failed, in a form that can be shown: `code` picks the words, `detail` is the server's own sentence. */
export class Problem extends Error {
  constructor(code, { status = 0, detail = "", retryAfter = 0 } = {}) {
    super(detail || code);
    this.code = code;
    this.status = status;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }

  /** Reads an error answer: RFC 9457 problem JSON, or whatever a proxy put in its place. */
  static async of(response) {
    const body = await response.json().catch(() => ({}));
    return new Problem(kind(response.status), {
      status: response.status,
      detail: sentence(body),
      retryAfter: Number(response.headers.get("retry-after")) || 0,
    });
  }

  /** Reads the `error` event of a stream. */
  static ofEvent(body) {
    return new Problem(kind(Number(body.status) || 500), { status: Number(body.status) || 500, detail: sentence(body) });
  }

  /** What is left to show of any exception. */
  static from(error) {
    return error instanceof Problem ? error : new Problem("unreachable");
  }
}

function kind(status) {
  if (status === 401) return "unauthorised";
  if (status === 403) return "forbidden";
  if (status === 429) return "busy";
  if (status === 503) return "unavailable";
  if (status === 504 || status === 408) return "late";
  return status < 500 ? "refused" : "failed";
}

function sentence(body) {
  const text = body?.detail ?? body?.title ?? body?.error?.message ?? "";
  return typeof text === "string" ? text : "";
}
