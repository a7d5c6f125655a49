/**
 * Folders as wholes. Entry type: {@link dev.atrium.platform.files.FolderTree}. Any thread; blocks.
 * Knows no other room.
 */
@NullMarked
package dev.atrium.platform.files;

import org.jspecify.annotations.NullMarked;
