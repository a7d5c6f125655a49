import assert from "node:assert/strict";
import { client, messages, model } from "./client.mjs";

const options = { model, messages, max_tokens: 16, temperature: 0 };
const whole = await client().chat.completions.create(options);
const chunks = [];
for await (const chunk of await client().chat.completions.create({
  ...options,
  stream: true,
  stream_options: { include_usage: true },
})) {
  chunks.push(chunk);
}

assert.equal(chunks[0].choices[0].delta.role, "assistant");
const text = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("");
assert.equal(text, whole.choices[0].message.content, "a stream says what a whole answer says");
assert.equal(new Set(chunks.map((chunk) => chunk.id)).size, 1);
const finished = chunks.filter((chunk) => chunk.choices[0]?.finish_reason);
assert.equal(finished.length, 1);
assert.equal(finished[0].choices[0].finish_reason, whole.choices[0].finish_reason);
const last = chunks.at(-1);
assert.deepEqual(last.choices, []);
assert.equal(last.usage.completion_tokens, whole.usage.completion_tokens);

const runner = client().chat.completions.stream(options);
assert.equal(await runner.finalContent(), text, "the client's own collector agrees");
