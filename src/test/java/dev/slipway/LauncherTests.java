package dev.slipway;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.GuardedDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The command {@code slipway}, with a stand-in for Java that says what it was started with. */
class LauncherTests {

  @AutoClose private final GuardedDirectory guarded = GuardedDirectory.create();

  /** A unit of systemd has no {@code HOME} unless it names a user. */
  @Test
  void itNeedsNothingOfItsEnvironmentButAJava() throws Exception {
    assertThat(run(Map.of(), "serve", "--server.port=1"))
        .endsWith("-jar", "slipway.jar", "serve", "--server.port=1");
  }

  @Test
  void aCollectorOfOnesOwnTakesThePlaceOfTheUsualOne() throws Exception {
    assertThat(run(Map.of())).contains("-XX:+UseParallelGC");
    assertThat(run(Map.of("JDK_JAVA_OPTIONS", "-Xmx1g -XX:+UseZGC")))
        .doesNotContain("-XX:+UseParallelGC");
  }

  @Test
  void theImageStartsTheServiceWithTheSameOptions() throws Exception {
    String image =
        Files.readAllLines(Path.of("Dockerfile")).stream()
            .filter(line -> line.startsWith("ENTRYPOINT"))
            .findFirst()
            .orElseThrow();
    List<String> options =
        run(Map.of()).stream()
            .takeWhile(argument -> !argument.equals("-jar"))
            .filter(option -> !option.contains("aot") && !option.contains("AOT"))
            .toList();

    assertThat(options)
        .contains("-XX:+UseParallelGC", "-XX:MetaspaceSize=256m", "-XX:SweeperThreshold=60")
        .allSatisfy(option -> assertThat(image).contains('"' + option + '"'));
  }

  private List<String> run(Map<String, String> environment, String... arguments) throws Exception {
    Path java = java();
    Path launcher = guarded.path().resolve("slipway");
    Files.copy(Path.of("src/main/launcher/slipway"), launcher, REPLACE_EXISTING);
    var command = new ProcessBuilder("/bin/sh", launcher.toString());
    command.command().addAll(List.of(arguments));
    command.environment().clear();
    command.environment().put("PATH", "/usr/bin:/bin");
    command.environment().put("JAVA_HOME", java.toString());
    command.environment().putAll(environment);
    Process process = command.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.replace(guarded.path().toRealPath() + "/", "").lines().toList();
  }

  private Path java() throws IOException {
    Path home = guarded.path().resolve("java");
    Path program = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"25\"\n");
    Files.writeString(program, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return home;
  }
}
