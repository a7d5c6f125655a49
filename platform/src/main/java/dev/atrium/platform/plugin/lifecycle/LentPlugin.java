package dev.atrium.platform.plugin.lifecycle;

/**
 * A version of a plugin, lent for one turn: it does not go before it is given back.
 *
 * @param name its id and version, {@code id@version}
 * @param address of its host
 * @param giveBack to be run once, when the turn is over
 */
public record LentPlugin(String name, String address, Runnable giveBack) {}
