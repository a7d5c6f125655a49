import assert from "node:assert/strict";
import { client, model } from "./client.mjs";

const one = await client().embeddings.create({ model, input: "one two" });
assert.equal(one.object, "list");
assert.equal(one.data.length, 1);
assert.ok(one.data[0].embedding.every((number) => typeof number === "number"));
assert.ok(one.usage.prompt_tokens > 0);
assert.equal(one.usage.total_tokens, one.usage.prompt_tokens);

const many = await client().embeddings.create({ model, input: ["one two", "three"], encoding_format: "float" });
assert.deepEqual(many.data.map((each) => each.index), [0, 1]);
// what the client unpacks from base64 by itself is what is written as numbers
assert.deepEqual(
  many.data[0].embedding.map(Math.fround),
  Array.from(one.data[0].embedding, Math.fround),
);

const packed = await client().embeddings.create({ model, input: "one two", encoding_format: "base64" });
assert.equal(typeof packed.data[0].embedding, "string");
const bytes = Buffer.from(packed.data[0].embedding, "base64");
assert.equal(bytes.readFloatLE(0), Math.fround(one.data[0].embedding[0]));

const numbers = await client().embeddings.create({ model, input: [[1, 2, 3], [4]] });
assert.equal(numbers.data.length, 2);
assert.equal((await client().embeddings.create({ model, input: [1, 2, 3] })).data.length, 1);
await assert.rejects(client().embeddings.create({ model, input: "" }), (error) => error.status === 400);
await assert.rejects(client().embeddings.create({ model, input: ["a", ""] }), (error) => error.status === 400);
