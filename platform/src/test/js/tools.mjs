import assert from "node:assert/strict";
import { client } from "./client.mjs";

const tools = ["weather", "time"].map((name) => ({
  type: "function",
  function: { name, description: "Looks it up.", parameters: { type: "object", properties: { city: { type: "string" } } } },
}));
const options = { model: "tool", messages: [{ role: "user", content: "Is it raining in Kiel?" }], tools };

const { choices } = await client().chat.completions.create(options);
assert.equal(choices[0].finish_reason, "tool_calls");
assert.equal(choices[0].message.content, "Let me look.");
assert.deepEqual(
  choices[0].message.tool_calls.map((call) => [call.function.name, JSON.parse(call.function.arguments)]),
  [["weather", { city: "Kiel" }], ["time", {}]],
);

const stream = client().chat.completions.stream(options);
const final = await stream.finalChatCompletion();
assert.equal(final.choices[0].finish_reason, "tool_calls");
assert.equal(final.choices[0].message.tool_calls[0].function.arguments, '{"city":"Kiel"}');
assert.equal(final.choices[0].message.tool_calls[1].id, "call_b");

const answered = await client().chat.completions.create({
  ...options,
  model: "echo",
  messages: [
    ...options.messages,
    choices[0].message,
    { role: "tool", tool_call_id: "call_a", content: "It is." },
    { role: "tool", tool_call_id: "call_b", content: "Noon." },
  ],
});
assert.equal(answered.choices[0].message.content, "Noon.");
