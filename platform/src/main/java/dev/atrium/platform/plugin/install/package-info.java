/**
 * What was installed: checks uploads, keeps them on disk, remembers which release serves. Entry
 * types: {@link dev.atrium.platform.plugin.install.PluginStore} and {@link
 * dev.atrium.platform.plugin.install.TrustList}. One thread at a time; blocks. Runs no code of a
 * plugin.
 */
@NullMarked
package dev.atrium.platform.plugin.install;

import org.jspecify.annotations.NullMarked;
