import assert from "node:assert/strict";
import OpenAI from "openai";
import { client, messages } from "./client.mjs";

await assert.rejects(client().chat.completions.create({ model: "busy", messages }), (error) => {
  assert.ok(error instanceof OpenAI.RateLimitError);
  assert.equal(error.status, 429);
  assert.equal(error.headers.get("retry-after"), "7");
  return true;
});

const broken = await client().chat.completions.create({ model: "broken", messages, stream: true });
const text = [];
await assert.rejects(
  async () => {
    for await (const chunk of broken) text.push(chunk.choices[0]?.delta.content);
  },
  (error) => {
    assert.ok(error instanceof OpenAI.APIError);
    assert.equal(error.code, "engine_failed");
    return true;
  },
);
assert.equal(text.join(""), "half ");
