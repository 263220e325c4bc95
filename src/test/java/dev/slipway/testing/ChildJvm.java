package dev.slipway.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A second JVM on the tests' own class path, for tests that must kill a real process. */
public final class ChildJvm {

  private ChildJvm() {}

  /**
   * Starts a class's {@code main}. Its standard input stays open until the parent closes it or
   * dies.
   *
   * @param arguments JVM options first (those that begin with {@code -D} or {@code -X}), then the
   *     program's
   * @param output where both of its streams are written
   */
  public static Process start(Class<?> main, List<String> arguments, Path output)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    Path archive = PackedClasses.archive(main);
    if (!arguments.contains(leavingItsClasses(main)) && Files.exists(archive)) {
      command.add("-XX:SharedArchiveFile=" + archive);
    }
    arguments.stream().filter(ChildJvm::isOption).forEach(command::add);
    command.add("-cp");
    command.add(PackedClasses.PATH);
    command.add(main.getName());
    arguments.stream().filter(argument -> !isOption(argument)).forEach(command::add);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  /**
   * The option with which a child leaves its loaded classes, when it ends by itself, to those that
   * are started after it: they start in about half the time. It takes some seconds to end.
   */
  public static String leavingItsClasses(Class<?> main) {
    return "-XX:ArchiveClassesAtExit=" + PackedClasses.archive(main);
  }

  private static boolean isOption(String argument) {
    return argument.startsWith("-D") || argument.startsWith("-X");
  }
}
