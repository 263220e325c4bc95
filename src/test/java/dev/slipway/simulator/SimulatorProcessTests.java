package dev.slipway.simulator;

import static dev.slipway.simulator.SimulatorClients.client;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.Topic;

/** The simulator as a process of its own, which is really killed. */
class SimulatorProcessTests {

  private static final int TOPICS = 30;

  @TempDir private Path directory;
  private @Nullable Process process;
  private URI uri = URI.create("http://127.0.0.1");

  @AfterEach
  void stop() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly();
      process.waitFor();
    }
  }

  @Test
  void whatWasAnsweredSurvivesAKillAndTimeStandsStill() throws Exception {
    start();
    SnsClient sns = client(SnsClient.builder(), uri);
    for (int i = 0; i < TOPICS; i++) {
      String name = "topic-" + i;
      sns.createTopic(r -> r.name(name));
    }
    S3Client s3 = client(S3Client.builder(), uri);
    s3.createBucket(r -> r.bucket("models"));
    s3.putObject(r -> r.bucket("models").key("m"), RequestBody.fromString("weights"));
    Instant put = s3.headObject(r -> r.bucket("models").key("m")).lastModified();
    stop();

    start();

    assertThat(client(SnsClient.builder(), uri).listTopics().topics())
        .extracting(Topic::topicArn)
        .hasSize(TOPICS);
    S3Client again = client(S3Client.builder(), uri);
    assertThat(again.getObjectAsBytes(r -> r.bucket("models").key("m")).asUtf8String())
        .isEqualTo("weights");
    again.putObject(r -> r.bucket("models").key("n"), RequestBody.fromString("more"));
    assertThat(again.headObject(r -> r.bucket("models").key("n")).lastModified())
        .isAfterOrEqualTo(put);
  }

  @Test
  void itStopsWhenItIsToldTo() throws Exception {
    Process running = start();

    running.destroy();

    assertThat(running.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(start().isAlive()).isTrue();
  }

  private Process start() throws IOException {
    Process started =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SimulatorMain.class.getName(),
                "--port",
                "0",
                "--directory",
                directory.toString(),
                "--speed",
                "60")
            .redirectErrorStream(true)
            .start();
    process = started;
    BufferedReader lines = started.inputReader();
    String ready = "simulator ready on ";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(ready)) {
        uri = URI.create(line.substring(ready.length()));
        return started;
      }
    }
    throw new IllegalStateException("The simulator ended before it was ready.");
  }
}
