package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Callers who speak HTTP/1.0, and would keep their connection ({@code ab -k}). */
class OldCallersTests {

  @AutoClose private final RunningProxy proxy = RunningProxy.start();
  @AutoClose private final RawCaller caller = new RawCaller(proxy);
  private final TestUpstream upstream = proxy.upstream;

  @Test
  void anAnswerWithoutALengthEndsWithTheConnection() {
    upstream.always((request, _) -> chunked(request).end("all of it"));
    assertThat(caller.write(prediction()).readAll())
        .containsIgnoringCase("\r\nconnection: close\r\n")
        .doesNotContainIgnoringCase("keep-alive")
        .endsWith("\r\n\r\nall of it");
  }

  @Test
  void oneWithALengthLeavesItOpen() {
    for (int i = 0; i < 2; i++) {
      assertThat(caller.write(prediction()).readUntil("\r\n\r\nx"))
          .contains(" 200 OK\r\n")
          .containsIgnoringCase("\r\nconnection: keep-alive\r\n");
    }
  }

  @Test
  void soDoesARefusalInPlaceOfOneWithout() {
    upstream.then(
        (request, _) -> chunked(request).writeHead().onComplete(_ -> request.connection().close()));
    assertThat(caller.write(prediction()).readUntil("}"))
        .contains(" 503 ")
        .containsIgnoringCase("\r\nconnection: keep-alive\r\n");
    assertThat(caller.write(prediction()).readUntil("\r\n\r\nx")).contains(" 200 OK\r\n");
  }

  @Test
  void aRefusalAfterWhichTheConnectionIsClosedSaysSo() {
    assertThat(caller.write(head("Content-Length: 30000000") + "\r\n").readUntil("}"))
        .contains(" 400 ")
        .containsIgnoringCase("\r\nconnection: close\r\n");
  }

  @Test
  void soDoesTheLastAnswerBeforeTheEndOfTheProcess() throws Exception {
    var stopped = new CompletableFuture<Void>();
    upstream.always((request, body) -> {
      proxy.proxy.stop(() -> stopped.complete(null));
      TestUpstream.echo(request, body);
    });
    assertThat(caller.write(prediction()).readAll())
        .contains(" 200 OK\r\n")
        .containsIgnoringCase("\r\nconnection: close\r\n")
        .endsWith("\r\n\r\nx");
    stopped.get(10, TimeUnit.SECONDS);
  }

  private static HttpServerResponse chunked(HttpServerRequest request) {
    return request.response().setChunked(true);
  }

  private static String prediction() {
    return head("Content-Length: 1") + "\r\nx";
  }

  private static String head(String header) {
    return RawCaller.head(header, "Connection: keep-alive")
        .replace(" HTTP/1.1\r\n", " HTTP/1.0\r\n");
  }
}
