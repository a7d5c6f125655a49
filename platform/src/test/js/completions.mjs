import assert from "node:assert/strict";
import { client, model } from "./client.mjs";

const options = { model, prompt: "one two three", max_tokens: 16, temperature: 0 };
const whole = await client().completions.create(options);
assert.equal(whole.object, "text_completion");
assert.equal(typeof whole.choices[0].text, "string");
assert.ok(["stop", "length"].includes(whole.choices[0].finish_reason));
assert.ok(whole.usage.completion_tokens > 0);

const pieces = [];
for await (const piece of await client().completions.create({
  ...options,
  stream: true,
  stream_options: { include_usage: true },
})) {
  pieces.push(piece);
}
assert.equal(pieces.map((piece) => piece.choices[0]?.text ?? "").join(""), whole.choices[0].text);
assert.equal(pieces.at(-1).usage.completion_tokens, whole.usage.completion_tokens);
assert.equal(pieces.filter((piece) => piece.choices[0]?.finish_reason).length, 1);

const numbers = await client().completions.create({ ...options, prompt: [1, 2, 3] });
assert.equal(numbers.choices.length, 1);
await assert.rejects(client().completions.create({ ...options, suffix: "end" }), (error) => error.param === "suffix");
