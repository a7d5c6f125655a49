package dev.atrium.platform.operations;

/**
 * Which plugins are there? Answered by {@link PluginList}.
 *
 * @param verify collect garbage first, so that a replaced version that is still there is held
 */
public record PluginQuestion(boolean verify) {}
