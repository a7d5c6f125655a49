package dev.atrium.platform.moderation;

/** How often entries of a category were met at a stage of a call, and what was done. */
record Met(String stage, String category, String action, int count) {}
