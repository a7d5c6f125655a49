import assert from "node:assert/strict";
import OpenAI from "openai";
import { client, messages, model } from "./client.mjs";

const create = (body, options) => client(options).chat.completions.create({ model, messages, ...body });

await assert.rejects(create({}, { apiKey: "wrong" }), (error) => {
  assert.ok(error instanceof OpenAI.AuthenticationError);
  assert.equal(error.status, 401);
  assert.equal(error.code, "invalid_api_key");
  assert.ok(error.requestID);
  return true;
});

await assert.rejects(create({ model: "no-such-model" }), (error) => {
  assert.ok(error instanceof OpenAI.NotFoundError);
  assert.equal(error.code, "model_not_found");
  return true;
});

await assert.rejects(create({ temperature: 3 }), (error) => {
  assert.ok(error instanceof OpenAI.BadRequestError);
  assert.equal(error.param, "temperature");
  assert.equal(error.type, "invalid_request_error");
  return true;
});

await assert.rejects(create({ modalities: ["audio"] }), (error) => {
  assert.equal(error.code, "unsupported_parameter");
  assert.equal(error.param, "modalities");
  return true;
});

await assert.rejects(create({ model: "no-such-model", stream: true }), OpenAI.NotFoundError);
