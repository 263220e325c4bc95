package dev.slipway.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A second JVM, for tests that must kill a real process. */
public final class ChildJvm {

  private static final Path PACKAGE = Path.of("target", "slipway").toAbsolutePath();
  private static final String OWN_CLASS_PATH = System.getProperty("java.class.path");

  /** What local mode needs for its Postgres, and the package leaves out. */
  private static final List<String> POSTGRES = List.of("/io/zonky/", "/commons-compress/", "/xz/");

  private ChildJvm() {}

  /**
   * Starts a class's {@code main} on the tests' own class path. Its standard input stays open until
   * the parent closes it or dies.
   *
   * @param arguments JVM options first (those that begin with {@code -D} or {@code -X}), then the
   *     program's
   * @param output where both of its streams are written
   */
  public static Process start(Class<?> main, List<String> arguments, Path output)
      throws IOException {
    return start(List.of(), OWN_CLASS_PATH, main.getName(), arguments, output);
  }

  /**
   * Starts Slipway as {@code mvn package} has made it, with the classes that were loaded for it
   * then: that is half the work of a start. Local mode's Postgres is beside it, as for {@code mvn
   * spring-boot:run}.
   *
   * @param arguments as above
   */
  public static Process startPackaged(List<String> arguments, Path output) throws IOException {
    Path jar = PACKAGE.resolve("slipway.jar");
    if (!Files.exists(jar)) {
      throw new IllegalStateException("There is no " + jar + "; mvn package makes it.");
    }
    List<String> options =
        List.of(
            "-XX:AOTCache=" + PACKAGE.resolve("slipway.aot"),
            "-Xlog:aot*=off",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dio.netty.noUnsafe=false",
            "-XX:+UseParallelGC",
            "-XX:MetaspaceSize=256m",
            "-XX:SweeperThreshold=60",
            "-XX:+UseCompactObjectHeaders");
    String postgres =
        Stream.of(OWN_CLASS_PATH.split(File.pathSeparator))
            .filter(entry -> POSTGRES.stream().anyMatch(entry::contains))
            .collect(Collectors.joining(File.pathSeparator));
    return start(
        options, jar + File.pathSeparator + postgres, "dev.slipway.Slipway", arguments, output);
  }

  private static Process start(
      List<String> options, String classPath, String main, List<String> arguments, Path output)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:ReservedCodeCacheSize=240m");
    command.addAll(options);
    arguments.stream().filter(ChildJvm::isOption).forEach(command::add);
    command.add("-cp");
    command.add(classPath);
    command.add(main);
    arguments.stream().filter(argument -> !isOption(argument)).forEach(command::add);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private static boolean isOption(String argument) {
    return argument.startsWith("-D") || argument.startsWith("-X");
  }
}
