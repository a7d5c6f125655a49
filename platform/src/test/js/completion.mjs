import assert from "node:assert/strict";
import { client, messages, model } from "./client.mjs";

const { data: completion, request_id: requestId } = await client()
  .chat.completions.create({ model, messages, max_completion_tokens: 16, temperature: 0, seed: 7, user: "end-user" })
  .withResponse();

assert.equal(completion.object, "chat.completion");
assert.equal(completion.choices.length, 1);
assert.equal(completion.choices[0].message.role, "assistant");
assert.equal(typeof completion.choices[0].message.content, "string");
assert.ok(["stop", "length"].includes(completion.choices[0].finish_reason));
assert.equal(completion.usage.total_tokens, completion.usage.prompt_tokens + completion.usage.completion_tokens);
assert.ok(completion.usage.completion_tokens > 0);
assert.ok(requestId);

const models = [];
for await (const found of client().models.list()) models.push(found.id);
assert.ok(models.includes(model), `${model} is listed in ${models}`);
assert.equal((await client().models.retrieve(model)).id, model);
