package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.ChannelFutureListener;
import io.vertx.core.http.HttpServerRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody gets an answer that is not his, whatever comes on a connection to SageMaker. */
class ConnectionReuseTests {

  private static final String FIRST = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst";
  private static final String OTHERS = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nanothers";

  @AutoClose
  private final RunningProxy proxy =
      RunningProxy.start(Map.of("listeners", 1, "connections", 1, "retries", 0, "deadline", "20s"));

  private final CompletableFuture<HttpServerRequest> asked = new CompletableFuture<>();

  @Test
  void whatFollowsAnAnswerIsNotTakenForTheNextOne() {
    CompletableFuture<HttpResponse<String>> first = held("x");
    CompletableFuture<HttpResponse<String>> waiting = waiting(RunningProxy.NAMED);

    TestUpstream.say(asked.join(), FIRST + OTHERS);

    assertThat(first.join().body()).isEqualTo("first");
    assertThat(waiting.join().body()).isEqualTo("y");
  }

  @ParameterizedTest
  @ValueSource(strings = {OTHERS, "HTTP/1.1 200 OK\r\nContent-Len"})
  void whatComesUnaskedWhileNobodyAsksEndsTheConnection(String unasked) {
    CompletableFuture<HttpResponse<String>> first = held("x");
    asked.join().response().end("first");
    assertThat(first.join().body()).isEqualTo("first");

    TestUpstream.say(asked.join(), unasked);

    await().untilAsserted(() -> assertThat(proxy.upstream.open).hasValue(0));
    assertThat(proxy.predict(RunningProxy.NAMED, "y").body()).isEqualTo("y");
  }

  @Test
  void anInterimAnswerThatNobodyKnowsIsNoAnswerAndEndsItsConnection() {
    CompletableFuture<HttpResponse<String>> first = held("x");
    CompletableFuture<HttpResponse<String>> waiting = waiting(RunningProxy.NAMED);

    TestUpstream.say(asked.join(), "HTTP/1.1 102 Processing\r\n\r\n" + FIRST);

    assertThat(first.join().statusCode()).isEqualTo(503);
    assertThat(waiting.join().body()).isEqualTo("y");
  }

  @Test
  void aConnectionWhoseEndIsItsAnswersEndIsNotLentAgain() {
    CompletableFuture<HttpResponse<String>> first = held("x");
    CompletableFuture<HttpResponse<String>> waiting =
        waiting("/endpoints/prod-fraud-detector/async-invocations");

    TestUpstream.say(asked.join(), "HTTP/1.1 200 OK\r\n\r\nfirst")
        .addListener(ChannelFutureListener.CLOSE);

    assertThat(first.join().body()).isEqualTo("first");
    assertThat(waiting.join().body()).isEqualTo("y");
  }

  /** One that SageMaker has, and does not answer yet. */
  private CompletableFuture<HttpResponse<String>> held(String body) {
    proxy.upstream.then((request, _) -> asked.complete(request));
    CompletableFuture<HttpResponse<String>> answer = sent(RunningProxy.NAMED, body);
    asked.join();
    return answer;
  }

  /** One that waits for the connection. */
  private CompletableFuture<HttpResponse<String>> waiting(String path) {
    double before = inFlight();
    CompletableFuture<HttpResponse<String>> answer = sent(path, "y");
    await().pollInterval(Duration.ofMillis(10)).until(() -> inFlight() > before);
    return answer;
  }

  private CompletableFuture<HttpResponse<String>> sent(String path, String body) {
    return proxy.sendAsync(proxy.post(path, BodyPublishers.ofString(body)).build());
  }

  private double inFlight() {
    return proxy.registry.get("slipway.proxy.in.flight").gauge().value();
  }
}
