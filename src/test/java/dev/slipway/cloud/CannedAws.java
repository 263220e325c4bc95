package dev.slipway.cloud;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A listener that answers with what a test laid out, in order, and keeps what it was asked. */
final class CannedAws implements AutoCloseable {

  private final HttpServer server;
  private final ConcurrentLinkedDeque<Answer> answers = new ConcurrentLinkedDeque<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  private static final Duration DRIP = Duration.ofMillis(50);

  /** An answer; without a body the connection drops unanswered. */
  private record Answer(int status, @Nullable String body, Duration dripping) {}

  /** A request as it came. */
  record Asked(
      String method, String path, @Nullable String target, String authorization, String body) {}

  CannedAws() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Lays out the next answer. */
  CannedAws then(int status, String body) {
    answers.add(new Answer(status, body, Duration.ZERO));
    return this;
  }

  /** Lays out an answer that drips in for so long before it comes: blanks, which JSON may have. */
  CannedAws thenDripping(Duration dripping, String body) {
    answers.add(new Answer(200, body, dripping));
    return this;
  }

  /** Lays out a lost answer. */
  CannedAws thenDrop() {
    answers.add(new Answer(0, null, Duration.ZERO));
    return this;
  }

  List<Asked> asked() {
    return asked;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(
        new Asked(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders().getFirst("X-Amz-Target"),
            String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    Answer answer = answers.poll();
    if (answer == null) answer = new Answer(500, "{}", Duration.ZERO);
    String body = answer.body;
    if (body != null) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("x-amzn-RequestId", "request-" + asked.size());
      long drips = answer.dripping.dividedBy(DRIP);
      long length = bytes.length + drips;
      exchange.sendResponseHeaders(answer.status, length == 0 ? -1 : length);
      for (long times = 0; times < drips; times++) {
        exchange.getResponseBody().write(' ');
        exchange.getResponseBody().flush();
        LockSupport.parkNanos(DRIP.toNanos());
      }
      if (bytes.length > 0) exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }
}
