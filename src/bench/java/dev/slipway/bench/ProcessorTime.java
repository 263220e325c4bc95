package dev.slipway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

/**
 * How much of the processors a program has had, its children with it: nginx works in them.
 *
 * @param user microseconds in code of its own
 * @param system microseconds in the kernel for it
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat</a>
 */
record ProcessorTime(long user, long system) {

  /** A hundred a second, whatever the kernel's own. */
  private static final long TICK_MICROS = 10_000;

  /** After the command's name, which may hold spaces and ends with a parenthesis. */
  private static final int USER = 11;

  private static final int SYSTEM = 12;

  /** Until now; nothing where the system does not tell. */
  static ProcessorTime of(long pid) throws IOException {
    long user = 0;
    long system = 0;
    for (long each : withChildren(pid)) {
      List<String> fields = fields(each);
      if (!fields.isEmpty()) {
        user += Long.parseLong(fields.get(USER)) * TICK_MICROS;
        system += Long.parseLong(fields.get(SYSTEM)) * TICK_MICROS;
      }
    }
    return new ProcessorTime(user, system);
  }

  ProcessorTime since(ProcessorTime before) {
    return new ProcessorTime(user - before.user, system - before.system);
  }

  private static long[] withChildren(long pid) {
    return ProcessHandle.of(pid).stream()
        .flatMapToLong(process ->
            LongStream.concat(LongStream.of(pid), process.children().mapToLong(ProcessHandle::pid)))
        .toArray();
  }

  private static List<String> fields(long pid) throws IOException {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }
}
