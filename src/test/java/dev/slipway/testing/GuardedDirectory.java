package dev.slipway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A temporary directory whose processes never outlive the test JVM: every Postgres that runs in it,
 * and every Slipway that uses it as its data directory.
 *
 * <p>A small shell child reads a pipe whose other end only this JVM holds, so the kernel wakes it
 * when the JVM ends, whatever the cause (also {@code kill -9}). It then ends those processes and
 * deletes the directory; Postgres ends without a checkpoint, since nothing of it is kept. It
 * ignores Ctrl-C itself, which a terminal sends to it too.
 */
public final class GuardedDirectory implements AutoCloseable {

  private static final String GUARD =
      """
      trap '' INT TERM HUP
      read _
      gone() {
        tries=0
        while kill -0 "$1" 2>/dev/null && [ -e "$2" ] && [ $tries -lt 100 ]; do
          sleep 0.1
          tries=$((tries + 1))
        done
        [ $tries -lt 100 ]
      }
      find "$1" -name holder.properties 2>/dev/null | while read -r file; do
        pid=$(sed -n 's/^pid=//p' "$file")
        [ -n "$pid" ] && kill -TERM "$pid" 2>/dev/null && { gone "$pid" "$file" || kill -KILL "$pid"; }
      done
      find "$1" -name postmaster.pid 2>/dev/null | while read -r file; do
        pid=$(head -n 1 "$file")
        [ -n "$pid" ] && kill -QUIT "$pid" 2>/dev/null && { gone "$pid" "$file" || kill -KILL "$pid"; }
      done
      # What ends by the same Ctrl-C may still put a file there, and take it away.
      for pause in 0 1 2 3; do
        sleep $pause
        rm -rf "$1" && break
      done
      """;

  private final Path path;
  private final Process guard;

  private GuardedDirectory(Path path, Process guard) {
    this.path = path;
    this.guard = guard;
  }

  /** A new, empty directory under the system's temporary one. */
  public static GuardedDirectory create() {
    try {
      Path path = Files.createTempDirectory("slipway-test-").toRealPath();
      Process guard =
          new ProcessBuilder("sh", "-c", GUARD, "slipway-test-guard", path.toString())
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
      return new GuardedDirectory(path, guard);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path path() {
    return path;
  }

  /** Ends what runs in the directory and deletes it; returns when both are done. */
  @Override
  public void close() {
    try {
      guard.getOutputStream().close();
      guard.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
