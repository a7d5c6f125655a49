import assert from "node:assert/strict";
import { client, messages } from "./client.mjs";

const model = process.env.ATRIUM_LONG_MODEL;
const stream = await client().chat.completions.create({ model, messages, stream: true });
let seen = 0;
for await (const chunk of stream) {
  if (chunk.choices[0]?.delta.content && ++seen === 3) break;
}
assert.ok(stream.controller.signal.aborted, "the client has hung up");
assert.equal(seen, 3);

const leaving = client().chat.completions.create({ model, messages }, { signal: AbortSignal.timeout(2000) });
await assert.rejects(leaving, { name: "Error", message: "Request was aborted." });
