package dev.atrium.platform.mesh;

/**
 * What travels on the bus: a message and, for a streamed call, the address that its items go to.
 *
 * @param body an immutable record
 * @param stream the caller's stream address; empty for a call with one answer
 */
record Envelope(Record body, String stream) {}
