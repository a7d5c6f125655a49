import assert from "node:assert/strict";
import { client, model } from "./client.mjs";

const options = { model, instructions: "You are brief.", input: "one two three", metadata: { order: "7" } };
const whole = await client().responses.create(options);
assert.equal(whole.object, "response");
assert.equal(whole.status, "completed");
assert.equal(whole.output_text, "one two three");
assert.equal(whole.instructions, "You are brief.");
assert.deepEqual(whole.metadata, { order: "7" });
assert.equal(whole.usage.total_tokens, whole.usage.input_tokens + whole.usage.output_tokens);

const stream = client().responses.stream(options);
const names = [];
let sequence = 0;
let text = "";
for await (const event of stream) {
  names.push(event.type);
  assert.equal(event.sequence_number, sequence++);
  if (event.type === "response.output_text.delta") text += event.delta;
}
assert.equal(text, whole.output_text);
assert.deepEqual(names.slice(0, 4), [
  "response.created",
  "response.in_progress",
  "response.output_item.added",
  "response.content_part.added",
]);
assert.deepEqual(names.slice(-4), [
  "response.output_text.done",
  "response.content_part.done",
  "response.output_item.done",
  "response.completed",
]);
assert.equal((await stream.finalResponse()).output_text, whole.output_text);

const cut = await client().responses.create({ ...options, max_output_tokens: 2 });
assert.equal(cut.status, "incomplete");
assert.equal(cut.incomplete_details.reason, "max_output_tokens");

const tools = [{ type: "function", name: "weather", parameters: { type: "object", properties: {} }, strict: false }];
const called = await client().responses.create({ ...options, model: "tool", tools });
assert.deepEqual(called.output.map((item) => item.type), ["message", "function_call", "function_call"]);
assert.deepEqual(JSON.parse(called.output[1].arguments), { city: "Kiel" });
const toolStream = await client().responses.stream({ ...options, model: "tool", tools }).finalResponse();
assert.deepEqual(toolStream.output.map((item) => item.type), ["message", "function_call", "function_call"]);

const next = await client().responses.create({
  ...options,
  tools,
  input: [
    { role: "user", content: "Is it raining?" },
    ...called.output,
    { type: "function_call_output", call_id: "call_a", output: "It is." },
    { type: "function_call_output", call_id: "call_b", output: "Noon." },
  ],
});
assert.equal(next.output_text, "Noon.");
await assert.rejects(client().responses.create({ ...options, store: true }), (error) => error.param === "store");
