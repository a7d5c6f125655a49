import OpenAI from "openai";

/** The unmodified client, as a user makes it. Where to and as whom stands in the environment. */
export function client(options = {}) {
  return new OpenAI({
    baseURL: `${process.env.ATRIUM_URL}/v1`,
    apiKey: process.env.ATRIUM_KEY,
    maxRetries: 0,
    timeout: 60_000,
    ...options,
  });
}

export const model = process.env.ATRIUM_MODEL;
export const messages = [
  { role: "system", content: "You are brief." },
  { role: "user", content: "one two three" },
];
