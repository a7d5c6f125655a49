package dev.atrium.platform.database;

import dev.atrium.platform.failure.AtriumException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The folder that holds everything one Atrium keeps on disk, claimed for this process. The claim is
 * a lock of the operating system on {@code atrium.lock}: it ends with the process, however that
 * ends.
 */
public final class DataDirectory implements AutoCloseable {
  private static final int LONGEST_PID = 20;

  private final Path path;
  private final FileChannel lock;

  private DataDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Creates the folder if it is missing and claims it.
   *
   * @throws AtriumException {@code data_directory_in_use} if another Atrium holds it, {@code
   *     data_directory_unusable} if it cannot be written
   */
  public static DataDirectory claim(Path folder) {
    var path = folder.toAbsolutePath().normalize();
    try {
      Files.createDirectories(path);
      var channel =
          FileChannel.open(
              path.resolve("atrium.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (!locked(channel)) {
        var holder = holder(channel);
        channel.close();
        throw inUse(path, holder);
      }
      channel.truncate(0);
      channel.write(ascii(Long.toString(ProcessHandle.current().pid())), 0);
      return new DataDirectory(path, channel);
    } catch (IOException failure) {
      throw AtriumException.outside(
          "data_directory_unusable", "Cannot use the data directory " + path + ".", failure);
    }
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException failure) {
      throw AtriumException.outside(
          "data_directory_unusable", "Cannot release the data directory " + path + ".", failure);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    var bytes = ByteBuffer.allocate(LONGEST_PID);
    channel.read(bytes, 0);
    return StandardCharsets.US_ASCII.decode(bytes.flip()).toString().strip();
  }

  private static AtriumException inUse(Path path, String holder) {
    return AtriumException.outside(
        "data_directory_in_use",
        "Another Atrium (process "
            + holder
            + ") uses the data directory "
            + path
            + "; stop it or choose another one with --data-dir.");
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}
