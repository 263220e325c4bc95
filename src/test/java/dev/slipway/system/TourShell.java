package dev.slipway.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A bash that blocks are typed into. */
final class TourShell implements AutoCloseable {

  private static final Duration BLOCK = Duration.ofSeconds(150);
  private static final String SENTINEL = "--- end of block ---";

  private final Process bash;
  private final Path output;

  TourShell(Path directory, String name) throws IOException {
    output = directory.resolve(name + ".txt");
    bash =
        new ProcessBuilder("bash", "-s")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
  }

  void begin(String block) throws IOException {
    bash.getOutputStream().write((block + "\n").getBytes());
    bash.getOutputStream().flush();
  }

  /** Types a block and waits until it is done; returns what it printed. */
  String run(String block) throws IOException {
    int before = output().length();
    begin(block + "\necho\necho '" + SENTINEL + "'");
    Awaitility.await(block).atMost(BLOCK).until(() -> output().indexOf(SENTINEL, before) >= 0);
    return output().substring(before);
  }

  String output() throws IOException {
    return Files.readString(output);
  }

  @Override
  public void close() throws Exception {
    bash.descendants().forEach(ProcessHandle::destroyForcibly);
    bash.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
  }
}
