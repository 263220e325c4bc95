package dev.slipway.simulator.serving;

import dev.slipway.base.LoopbackPorts;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Serving programs of the user's, each started as SageMaker starts a container: unpack the
 * artifact, start, ping until healthy; SIGTERM at the end, SIGKILL 30 s later. Times are the
 * machine's, since programs live in it.
 */
final class Programs implements AutoCloseable {

  private static final Duration LAST_LINES = Duration.ofSeconds(5);
  private static final System.Logger LOG = System.getLogger(Programs.class.getName());
  private static final int BETWEEN_PINGS_MILLIS = 50;
  private static final int LONGEST_LINE = 8 * 1024;
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * Starts a program and comes back at once; the future fails when the program does not answer
   * pings in time. Cancelling it ends the program.
   *
   * @param output where what it writes goes
   * @param failure what to fail with
   */
  CompletableFuture<Container> start(
      Serving.Program program,
      ContainerSpec spec,
      byte @Nullable [] artifact,
      Output output,
      StartFailure failure) {
    CompletableFuture<Container> started = new CompletableFuture<>();
    var _ =
        Thread.ofVirtual()
            .name("program-start")
            .start(() -> {
              try {
                run(program, spec, artifact, output, failure, started);
              } catch (IOException | RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "cannot start " + program.command(), e);
                output.line("cannot start " + program.command() + ": " + e.getMessage());
                started.completeExceptionally(failure);
              }
            });
    return started;
  }

  /** Pings a server that already runs, as {@link #start} does its own. */
  CompletableFuture<Container> meet(Serving.Url url, ContainerSpec spec, StartFailure failure) {
    CompletableFuture<Container> met = new CompletableFuture<>();
    Container container = new HttpContainer(url.base(), () -> {});
    var _ =
        Thread.ofVirtual()
            .name("container-meet")
            .start(() -> {
              long until = System.nanoTime() + spec.startup().toNanos();
              while (!met.isDone() && !closed) {
                if (container.ping()) {
                  met.complete(container);
                } else if (System.nanoTime() > until) {
                  met.completeExceptionally(failure);
                } else {
                  java.util.concurrent.locks.LockSupport.parkNanos(
                      TimeUnit.MILLISECONDS.toNanos(BETWEEN_PINGS_MILLIS));
                }
              }
            });
    return met;
  }

  private void run(
      Serving.Program program,
      ContainerSpec spec,
      byte @Nullable [] artifact,
      Output output,
      StartFailure failure,
      CompletableFuture<Container> started)
      throws IOException {
    Path home = Files.createTempDirectory("slipway-container");
    Path model = Files.createDirectory(home.resolve("model"));
    if (artifact != null) {
      ModelArchive.unpack(artifact, model);
    }
    int port = LoopbackPorts.free();
    Process process = process(program, spec, model, port);
    running.add(process);
    Thread passing = Thread.ofVirtual().name("program-output").start(() -> pass(process, output));
    var _ = process.onExit().thenRun(() -> ended(process, home));
    Container container =
        new HttpContainer(URI.create("http://127.0.0.1:" + port), () -> terminate(process));
    long until = System.nanoTime() + spec.startup().toNanos();
    boolean healthy = false;
    while (!healthy
        && !closed
        && !started.isDone()
        && process.isAlive()
        && System.nanoTime() < until) {
      healthy = container.ping();
      try {
        var _ = !healthy && process.waitFor(BETWEEN_PINGS_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    if (!process.isAlive()) awaitLastLines(passing);
    if (!healthy || closed || !started.complete(container)) {
      started.completeExceptionally(failure);
      terminate(process);
    }
  }

  private static Process process(Serving.Program program, ContainerSpec spec, Path model, int port)
      throws IOException {
    List<String> command =
        program.command().stream()
            .map(part ->
                part.replace("{port}", String.valueOf(port)).replace("{model}", model.toString()))
            .toList();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.putAll(spec.environment());
    environment.put("SAGEMAKER_BIND_TO_PORT", String.valueOf(port));
    environment.put("SM_MODEL_DIR", model.toString());
    return builder.start();
  }

  /** Whoever hears of the failure can read why. */
  private static void awaitLastLines(Thread passing) {
    try {
      var _ = passing.join(LAST_LINES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Passes on what the program writes; a line without an end is cut. */
  private static void pass(Process process, Output output) {
    StringBuilder line = new StringBuilder();
    try (Reader in = process.inputReader(StandardCharsets.UTF_8)) {
      for (int c = in.read(); c >= 0; c = in.read()) {
        if (c != '\n') {
          line.append((char) c);
        }
        if (c == '\n' || line.length() >= LONGEST_LINE) {
          output.line(line.toString().stripTrailing());
          line.setLength(0);
        }
      }
    } catch (IOException ended) {
      LOG.log(System.Logger.Level.DEBUG, "the output of " + process + " ended", ended);
    }
    if (!line.isEmpty()) {
      output.line(line.toString());
    }
  }

  /** SIGTERM now, SIGKILL when that was not heeded. Does not wait. */
  private static void terminate(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    children.forEach(ProcessHandle::destroy);
    var _ =
        process
            .onExit()
            .orTimeout(GRACE.toSeconds(), TimeUnit.SECONDS)
            .whenComplete((_, _) -> {
              process.destroyForcibly();
              children.forEach(ProcessHandle::destroyForcibly);
            });
  }

  private void ended(Process process, Path home) {
    running.remove(process);
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.log(System.Logger.Level.DEBUG, "not everything of " + home + " could be deleted", e);
    }
  }

  /** Ends every program and waits until none is left. */
  @Override
  public void close() {
    closed = true;
    running.forEach(Programs::terminate);
    for (Process process : running) {
      try {
        var _ = process.waitFor(GRACE.toSeconds() + 1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        process.destroyForcibly();
      }
    }
  }
}
