/** A name that nobody else chose: 128 random bits as hexadecimal digits. Works on plain HTTP too, where randomUUID does not. */
export function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
