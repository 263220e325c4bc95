package dev.slipway.cli;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.testing.ApiServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A service that has never heard a word of the contract: as a parameter it is passed over, as a
 * member it is refused. The real one answers, to whom another word is passed on that it does not
 * know either.
 */
final class OlderService implements AutoCloseable {

  private static final String UNHEARD = "never_heard_of";
  private static final List<String> PASSED_ON =
      List.of("Authorization", "Content-Type", "If-Match", "Idempotency-Key");

  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpServer server;
  private final String word;
  private final URI newer;

  private OlderService(String word, URI newer) throws IOException {
    this.word = word;
    this.newer = newer;
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 5);
    server.createContext("/", this::answer);
    server.start();
  }

  static OlderService without(String word, ApiServer newer) throws IOException {
    return new OlderService(word, newer.uri());
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(newer.resolve(exchange.getRequestURI().getRawPath()));
    for (String name : PASSED_ON) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) request.header(name, value);
    }
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    request.method(
        exchange.getRequestMethod(),
        HttpRequest.BodyPublishers.ofString(body.replace(word, UNHEARD)));
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      Headers headers = exchange.getResponseHeaders();
      answer.headers().firstValue("Content-Type").ifPresent(it -> headers.set("Content-Type", it));
      answer.headers().firstValue("ETag").ifPresent(it -> headers.set("ETag", it));
      byte[] bytes = answer.body().replace(UNHEARD, word).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.statusCode(), bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
