import assert from "node:assert/strict";
import { client, messages } from "./client.mjs";

const options = { model: "twice", messages, n: 2, logprobs: true, top_logprobs: 1 };
const { choices } = await client().chat.completions.create(options);
assert.deepEqual(choices.map((choice) => choice.index), [0, 1]);
assert.deepEqual(choices.map((choice) => choice.message.content), ["one", "two"]);
assert.deepEqual(choices.map((choice) => choice.finish_reason), ["stop", "length"]);
const [token] = choices[0].logprobs.content;
assert.deepEqual([token.token, token.logprob, token.bytes], ["one", -0.5, [111, 110, 101]]);
assert.equal(token.top_logprobs[0].token, "two");

const final = await client().chat.completions.stream(options).finalChatCompletion();
assert.deepEqual(final.choices.map((choice) => choice.message.content), ["one", "two"]);
assert.equal(final.choices[0].logprobs.content[0].logprob, -0.5);

const plain = await client().completions.create({ model: "twice", prompt: "x", n: 2, logprobs: 1 });
assert.deepEqual(plain.choices.map((choice) => choice.text), ["one", "two"]);
assert.deepEqual(plain.choices[0].logprobs.top_logprobs, [{ two: -1.5 }]);
