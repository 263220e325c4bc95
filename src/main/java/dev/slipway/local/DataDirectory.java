package dev.slipway.local;

import dev.slipway.base.PrivateFiles;
import dev.slipway.base.StartRefused;
import dev.slipway.base.WallClock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The directory that holds everything a local Slipway knows: Postgres, the simulator's state, the
 * admin token. One process at a time: it is locked while open, and a process that dies in any way
 * gives the lock up.
 */
final class DataDirectory implements AutoCloseable {

  /**
   * Directories this JVM holds. POSIX drops a process's lock when any descriptor of the file is
   * closed, so a second attempt from within must not even open it.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path root;
  private final FileChannel channel;
  private final FileLock lock;

  private DataDirectory(Path root, FileChannel channel, FileLock lock) {
    this.root = root;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Creates the directory (mode 0700) if need be and locks it.
   *
   * @throws StartRefused if another process holds it, or it cannot be used
   */
  static DataDirectory open(Path directory, WallClock clock) {
    try {
      PrivateFiles.createDirectory(directory);
      Path root = directory.toRealPath();
      if (!HELD.add(root)) {
        throw inUse(root);
      }
      try {
        return lock(root, clock);
      } catch (IOException | RuntimeException e) {
        HELD.remove(root);
        throw e;
      }
    } catch (IOException e) {
      throw new StartRefused(
          "The data directory %s cannot be used: %s.".formatted(directory, e),
          "Choose another with SLIPWAY_DATA_DIRECTORY=<directory>.",
          e);
    }
  }

  private static DataDirectory lock(Path root, WallClock clock) throws IOException {
    FileChannel channel =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw inUse(root);
      }
      var holder = new Properties();
      holder.setProperty("pid", Long.toString(ProcessHandle.current().pid()));
      holder.setProperty("since", clock.now().toString());
      try (var out = Files.newOutputStream(root.resolve("holder.properties"))) {
        holder.store(out, "Who uses this directory; meaningful only while the lock is held");
      }
      return new DataDirectory(root, channel, lock);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static StartRefused inUse(Path root) {
    var holder = new Properties();
    try (var in = Files.newInputStream(root.resolve("holder.properties"))) {
      holder.load(in);
    } catch (IOException e) {
      // The other process has just taken the lock; it is held all the same.
    }
    return new StartRefused(
        "Another Slipway uses the data directory %s: process %s, since %s."
            .formatted(
                root,
                holder.getProperty("pid", "unknown"),
                holder.getProperty("since", "a moment ago")),
        "Stop that process, or give this one a directory of its own:"
            + " SLIPWAY_DATA_DIRECTORY=<directory> mvn spring-boot:run");
  }

  Path root() {
    return root;
  }

  /** The embedded server's files. */
  Path postgres() {
    return root.resolve("postgres");
  }

  /** The simulator's journal. */
  Path simulator() {
    return root.resolve("simulator");
  }

  Path adminToken() {
    return root.resolve("admin-token");
  }

  /** The key that seals secrets in the database beside it. */
  Path secretsKeys() {
    return root.resolve("secrets-keys");
  }

  /** Gives the directory up. */
  @Override
  public void close() throws IOException {
    if (lock.isValid()) {
      Files.deleteIfExists(root.resolve("holder.properties"));
      channel.close();
      HELD.remove(root);
    }
  }
}
