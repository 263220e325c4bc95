package dev.slipway.bench;

import static dev.slipway.simulator.SimulatorClients.client;

import dev.slipway.simulator.SimulatorMain;
import dev.slipway.simulator.serving.ModelArchive;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The simulator as a process of its own, which ends with this. */
final class SimulatorProcess implements AutoCloseable {

  private static final String READY = "simulator ready on ";

  private final Process process;
  private final URI uri;

  /**
   * Starts it and waits until it is ready.
   *
   * @param speed of AWS time
   * @param options of the JVM
   */
  SimulatorProcess(double speed, List<String> options) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(SimulatorMain.class.getName(), "--port", "0"));
    command.addAll(List.of("--speed", String.valueOf(speed)));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    BufferedReader out = process.inputReader();
    String ready = out.readLine();
    if (ready == null || !ready.startsWith(READY)) {
      process.destroyForcibly();
      throw new IllegalStateException("the simulator did not start: " + ready);
    }
    uri = URI.create(ready.substring(READY.length()));
  }

  URI uri() {
    return uri;
  }

  long pid() {
    return process.pid();
  }

  /** An artifact and an image that a version {@code v1} can name. */
  void publishModel() {
    try (var s3 = client(S3Client.builder().forcePathStyle(true), uri);
        var ecr = client(EcrClient.builder(), uri)) {
      s3.createBucket(it -> it.bucket("models"));
      s3.putObject(
          it -> it.bucket("models").key("v1/model.tar.gz"),
          RequestBody.fromBytes(
              ModelArchive.pack(
                  "{\"kind\": \"logistic_regression\", \"weights\": [0.1], \"bias\": 0}")));
      ecr.createRepository(it -> it.repositoryName("serving"));
      ecr.putImage(it ->
          it.repositoryName("serving")
              .imageTag("v1")
              .imageManifest("{\"schemaVersion\": 2, \"layers\": []}"));
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly();
  }
}
