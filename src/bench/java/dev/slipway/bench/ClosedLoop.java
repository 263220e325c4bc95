package dev.slipway.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As many requests as 32 connections carry, each sending the next once the last is answered; from
 * one thread, of {@code wrk} where that is installed.
 */
final class ClosedLoop {

  private static final int CONNECTIONS = 32;
  private static final Pattern RATE = Pattern.compile("(?m)^Requests/sec: +([0-9.]+)");
  private static final Pattern WRONG =
      Pattern.compile("(?m)^ *(Non-2xx or 3xx responses.*|Socket errors.*)$");

  private final Optional<Path> wrk = Programs.find("wrk");
  private final Path directory;

  /**
   * @param directory where scripts are kept
   */
  ClosedLoop(Path directory) {
    this.directory = directory;
  }

  String name() {
    return wrk.isPresent() ? "wrk" : "Vert.x (wrk is not installed)";
  }

  /** Requests answered a second; fails when one is answered otherwise than with 200. */
  double rate(Way way, Duration time) throws IOException, InterruptedException {
    return wrk.isPresent() ? wrk(wrk.get(), way, time) : own(way, time);
  }

  private double wrk(Path program, Way way, Duration time)
      throws IOException, InterruptedException {
    var script = new StringBuilder("wrk.method = 'POST'\nwrk.body = '" + Way.BODY + "'\n");
    way.headers()
        .get()
        .forEach(
            (name, value) -> script.append("wrk.headers['%s'] = '%s'%n".formatted(name, value)));
    Path file = Files.writeString(directory.resolve("request.lua"), script);
    Process process =
        new ProcessBuilder(
                List.of(
                    program.toString(),
                    "-t1",
                    "-c" + CONNECTIONS,
                    "-d" + time.toSeconds() + "s",
                    "--timeout",
                    "30s",
                    "-s" + file,
                    way.uri().toString()))
            .redirectErrorStream(true)
            .start();
    String said = String.join("\n", process.inputReader().lines().toList());
    process.waitFor();
    Matcher rate = RATE.matcher(said);
    if (!rate.find() || WRONG.matcher(said).find()) {
      throw new IllegalStateException(way.name() + ":\n" + said);
    }
    return Double.parseDouble(rate.group(1));
  }

  private static double own(Way way, Duration time) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try {
      return new Own(vertx, way, time).rate();
    } finally {
      var _ = vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private static final class Own {

    private final HttpClient client;
    private final RequestOptions request;
    private final long began = System.nanoTime();
    private final long until;
    private final AtomicLong answered = new AtomicLong();
    private final AtomicInteger asking = new AtomicInteger(CONNECTIONS);
    private final CompletableFuture<Double> over = new CompletableFuture<>();

    Own(Vertx vertx, Way way, Duration time) {
      client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(CONNECTIONS));
      until = began + time.toNanos();
      request =
          new RequestOptions()
              .setMethod(HttpMethod.POST)
              .setHost(way.server().getHost())
              .setPort(way.server().getPort())
              .setURI(way.path())
              .setTimeout(30_000);
      for (Map.Entry<String, String> header : way.headers().get().entrySet()) {
        request.addHeader(header.getKey(), header.getValue());
      }
    }

    double rate() {
      for (int i = 0; i < CONNECTIONS; i++) {
        ask();
      }
      return over.join();
    }

    private void ask() {
      client
          .request(request)
          .compose(it -> it.send(Buffer.buffer(Way.BODY)))
          .compose(answer -> answer.body().map(_ -> answer.statusCode()))
          .onComplete((status, failure) -> {
            if (failure != null || status != 200) {
              over.completeExceptionally(
                  new IllegalStateException(
                      failure == null ? "answered " + status : "lost", failure));
            } else {
              answered.incrementAndGet();
              long now = System.nanoTime();
              if (now < until) {
                ask();
              } else if (asking.decrementAndGet() == 0) {
                over.complete(answered.get() * 1e9 / (now - began));
              }
            }
          });
    }
  }
}
