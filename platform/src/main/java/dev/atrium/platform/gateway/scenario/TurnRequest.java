package dev.atrium.platform.gateway.scenario;

import java.util.Optional;

/** The body of a message to a scenario, validated. */
record TurnRequest(String text, Optional<String> user) {}
