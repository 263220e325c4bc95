package dev.slipway.system;

import dev.slipway.testing.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Slipway as a process of its own. */
public final class RunningSlipway implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(120);
  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final String log;
  private final String token;

  private RunningSlipway(Process process, String log, String token) {
    this.process = process;
    this.log = log;
    this.token = token;
  }

  /**
   * Starts it and waits until it says that it is ready.
   *
   * @param directory where the log is written, and where local mode keeps its data
   * @param token the admin token, or null to read the one that local mode makes
   */
  public static RunningSlipway start(
      Path directory, @org.jspecify.annotations.Nullable String token, String... arguments) {
    return start(directory, token, List.of("-Xmx400m"), arguments);
  }

  /** The same with options of the JVM. */
  public static RunningSlipway start(
      Path directory,
      @org.jspecify.annotations.Nullable String token,
      List<String> options,
      String... arguments) {
    try {
      Path output = Files.createTempFile(directory, "slipway-", ".log");
      List<String> all = new ArrayList<>(options);
      all.add("--slipway.data-directory=" + directory.resolve("data"));
      if (List.of(arguments).stream().noneMatch(one -> one.startsWith("--management.server"))) {
        all.add("--management.server.port=0");
      }
      if (token != null) all.add("--slipway.admin-token=" + token);
      all.addAll(List.of(arguments));
      Process process = ChildJvm.startPackaged(all, output);
      Awaitility.await("ready: " + output)
          .atMost(START)
          .until(() -> {
            if (!process.isAlive()) throw new IllegalStateException(Files.readString(output));
            return Files.readString(output).contains("Slipway is ready")
                && Files.readString(output).contains("  Next ");
          });
      String known =
          token == null
              ? Files.readString(directory.resolve("data").resolve("admin-token")).strip()
              : token;
      return new RunningSlipway(process, Files.readString(output), known);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The address that the start-up block names for {@code API}, {@code Proxy} or {@code Simulator}.
   */
  public String address(String label) {
    Matcher line = Pattern.compile("(?m)^ {2}" + label + " +(http://\\S+)$").matcher(log);
    if (!line.find()) throw new IllegalStateException("no " + label + " in:\n" + log);
    return line.group(1);
  }

  /** What it said up to the start-up block. */
  String said() {
    return log;
  }

  String token() {
    return token;
  }

  public long pid() {
    return process.pid();
  }

  /** GET, expecting 200. */
  public JsonNode get(String path) {
    return JSON.readTree(text(URI.create(address("API") + path)));
  }

  /** What an address of its own, such as that of management, says; expecting 200. */
  public String text(URI address) {
    return succeeded(send(request(address).GET().build()));
  }

  /** POST, expecting success. */
  public JsonNode post(String path, String body) {
    return ok(
        send(
            request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build()));
  }

  private HttpRequest.Builder request(String path) {
    return request(URI.create(address("API") + path));
  }

  private HttpRequest.Builder request(URI address) {
    return HttpRequest.newBuilder(address).header("Authorization", "Bearer " + token);
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode ok(HttpResponse<String> response) {
    return JSON.readTree(succeeded(response));
  }

  private static String succeeded(HttpResponse<String> response) {
    if (response.statusCode() >= 300) {
      throw new IllegalStateException(response.statusCode() + ": " + response.body());
    }
    return response.body();
  }

  /** As {@code kill -9}. */
  void kill() {
    process.destroyForcibly();
    ended();
  }

  /** As Ctrl-C. Where this JVM's parent has it ignored, so does the child: then as SIGTERM. */
  void interrupt() {
    try {
      var signal =
          new ProcessBuilder(
              "sh",
              "-c",
              """
              ignored=$(sed -n 's/^SigIgn:[[:space:]]*//p' "/proc/$1/status" 2>/dev/null)
              case "$ignored" in *[2367abef]) kill -TERM "$1" ;; *) kill -INT "$1" ;; esac
              """,
              "interrupt",
              Long.toString(pid()));
      signal.inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ended();
  }

  /** As SIGTERM. */
  @Override
  public void close() {
    process.destroy();
    ended();
  }

  private void ended() {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
