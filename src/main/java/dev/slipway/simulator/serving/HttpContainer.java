package dev.slipway.simulator.serving;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A container behind HTTP, within SageMaker's limits: a ping in 2 s, an answer in 60 s, all of the
 * machine's time. SageMaker gives a connection 250 ms; here it has 10 s: a container is beside this
 * process or not far, and what takes longer is a busy machine, which none of SageMaker's hosts are.
 */
final class HttpContainer implements Container {

  private static final String SESSION = "X-Amzn-SageMaker-";
  private static final Duration PING = Duration.ofSeconds(2);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private final String base;
  private final Runnable end;

  /**
   * @param end what stopping it means
   */
  HttpContainer(URI base, Runnable end) {
    this.base = base.toString().replaceFirst("/+$", "");
    this.end = end;
  }

  @Override
  public boolean ping() {
    HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/ping")).timeout(PING).build();
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public Answer invoke(Invocation invocation) {
    try {
      HttpResponse<byte[]> answer =
          CLIENT.send(request(invocation), HttpResponse.BodyHandlers.ofByteArray());
      return answer(answer, answer.body());
    } catch (IOException e) {
      return none();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return none();
    }
  }

  @Override
  public Streamed stream(Invocation invocation) {
    try {
      HttpResponse<InputStream> answer =
          CLIENT.send(request(invocation), HttpResponse.BodyHandlers.ofInputStream());
      if (answer.statusCode() < 400) {
        return new Streamed(answer(answer, new byte[0]), Parts.of(answer.body()));
      }
      try (InputStream body = answer.body()) {
        return Streamed.of(answer(answer, body.readAllBytes()));
      }
    } catch (IOException e) {
      return Streamed.of(none());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Streamed.of(none());
    }
  }

  private HttpRequest request(Invocation invocation) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + "/invocations"))
            .timeout(invocation.timeout())
            .POST(HttpRequest.BodyPublishers.ofByteArray(invocation.body()));
    if (invocation.contentType() != null) {
      request.header("Content-Type", invocation.contentType());
    }
    if (invocation.accept() != null) {
      request.header("Accept", invocation.accept());
    }
    if (invocation.customAttributes() != null) {
      request.header("X-Amzn-SageMaker-Custom-Attributes", invocation.customAttributes());
    }
    if (invocation.session() != null) {
      request.header(SESSION + "Session-Id", invocation.session());
    }
    return request.build();
  }

  private static Answer answer(HttpResponse<?> answer, byte[] body) {
    return new Answer(
        answer.statusCode(),
        body,
        answer.headers().firstValue("Content-Type").orElse("application/octet-stream"),
        answer.headers().firstValue("X-Amzn-SageMaker-Custom-Attributes").orElse(null),
        Duration.ZERO,
        "primary",
        answer.headers().firstValue(SESSION + "New-Session-Id").orElse(null),
        answer.headers().firstValue(SESSION + "Closed-Session-Id").orElse(null));
  }

  @Override
  public void stop() {
    end.run();
  }

  private static Answer none() {
    String text =
        "Your invocation timed out while waiting for a response from container primary. Review the"
            + " latency metrics for each container in Amazon CloudWatch, resolve the issue, and try"
            + " again.";
    return new Answer(0, text.getBytes(StandardCharsets.UTF_8), "text/plain", null, Duration.ZERO);
  }
}
