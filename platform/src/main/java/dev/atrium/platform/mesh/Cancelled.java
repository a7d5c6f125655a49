package dev.atrium.platform.mesh;

/** Tells the answering side of a stream that nobody waits for it any more. */
record Cancelled(String reason) {}
