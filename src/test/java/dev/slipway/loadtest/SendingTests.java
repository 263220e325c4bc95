package dev.slipway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.base.Sha256;
import dev.slipway.base.WallClock;
import dev.slipway.cloud.SigV4;
import dev.slipway.cloud.Upstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One step against an endpoint that answers when the test says so. */
class SendingTests {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger answeredAtOnce = new AtomicInteger();
  private final CompletableFuture<Void> answers = new CompletableFuture<>();
  private HttpServer endpoint;

  @BeforeEach
  void open() throws IOException {
    endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    endpoint.setExecutor(threads);
    endpoint.createContext("/", this::answer);
    endpoint.start();
  }

  @AfterEach
  void close() {
    answers.complete(null);
    endpoint.stop(0);
    threads.close();
  }

  @Test
  void aTurnThatComesAfterTheStepsEndIsNotWaitedFor() throws InterruptedException {
    answers.complete(null);
    try (Sending sending = load(2, Duration.ofSeconds(1), 100, 1e-4).begin()) {
      assertThat(sending.awaitEnd(PATIENCE)).as("the second turn is in hours").isTrue();
      assertThat(sending.sent().requests()).isEqualTo(1);
    }
  }

  @Test
  void aStepTakesItsTimeSoThatNoMoreASecondAreSentThanTheCeilingLetsThrough()
      throws InterruptedException {
    answers.complete(null);
    try (Sending sending = load(2, Duration.ofSeconds(2), 100, 2).begin()) {
      assertThat(sending.awaitEnd(PATIENCE)).isTrue();
      Sent sent = sending.sent();
      assertThat(sent.requests() / sent.seconds()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void itsTimeIsOverWithItsLastAnswerHoweverMuchLaterThatIsNoticed() throws InterruptedException {
    answers.complete(null);
    try (Sending sending = load(2, Duration.ofHours(1), 10, 1000).begin()) {
      assertThat(sending.awaitEnd(PATIENCE)).isTrue();
      double seconds = sending.sent().seconds();
      assertThat(sending.sent().seconds()).isEqualTo(seconds).isPositive();
    }
  }

  @Test
  void theCeilingOfTheRateHoldsAStepBackHoweverLongItsLastAnswersTake()
      throws InterruptedException {
    Duration time = Duration.ofSeconds(3);
    try (Sending sending = load(64, time, 1000, 20).begin()) {
      assertThat(sending.awaitEnd(time.plusSeconds(1))).as("nothing was answered").isFalse();
      answers.complete(null);

      assertThat(sending.awaitEnd(PATIENCE)).isTrue();
      assertThat(sending.sent().seconds()).isGreaterThan(4);
      assertThat(sending.sent().held()).isTrue();
    }
  }

  @Test
  void itAlsoHoldsOneBackThatRunsOutOfRequests() throws InterruptedException {
    try (Sending sending = load(20, Duration.ofHours(1), 20, 10).begin()) {
      assertThat(sending.awaitEnd(Duration.ofSeconds(3))).as("nothing was answered").isFalse();
      answers.complete(null);

      assertThat(sending.awaitEnd(PATIENCE)).isTrue();
      assertThat(sending.sent().requests()).isEqualTo(20);
      assertThat(sending.sent().held()).isTrue();
    }
  }

  @Test
  void itDoesNotHoldOneBackThatRunsOutOfRequestsInABurst() throws InterruptedException {
    try (Sending sending = load(10, Duration.ofHours(1), 10, 1000).begin()) {
      assertThat(sending.awaitEnd(Duration.ofSeconds(1))).as("nothing was answered").isFalse();
      answers.complete(null);

      assertThat(sending.awaitEnd(PATIENCE)).isTrue();
      assertThat(sending.sent().requests()).isEqualTo(10);
      assertThat(sending.sent().held()).isFalse();
    }
  }

  @Test
  void oneThatOnlyWaitsForAnswersIsNotHeldBack() throws InterruptedException {
    try (Sending sending = load(2, Duration.ofSeconds(1), 1000, 1000).begin()) {
      assertThat(sending.awaitEnd(Duration.ofSeconds(1))).isFalse();
      answers.complete(null);

      assertThat(sending.awaitEnd(PATIENCE)).isTrue();
      assertThat(sending.sent().held()).isFalse();
    }
  }

  @Test
  void oneWhoseRequestsPileUpUnansweredIsNotHeldBack() throws InterruptedException {
    // Of 50 that the ceiling lets through, 47 are sent: then all callers wait.
    answeredAtOnce.set(43);
    Duration time = Duration.ofSeconds(5);
    try (Sending sending = load(4, time, 1000, 10).begin()) {
      assertThat(sending.awaitEnd(time.plusSeconds(1))).as("the last four").isFalse();
      answers.complete(null);

      assertThat(sending.awaitEnd(PATIENCE)).isTrue();
      assertThat(sending.sent().requests()).isEqualTo(47);
      assertThat(sending.sent().held()).isFalse();
    }
  }

  @Test
  void callersThatWaitForTheirTurnsGiveUpWhereAStepIsClosed() throws InterruptedException {
    answers.complete(null);
    Sending sending = load(2, Duration.ofHours(1), 100, 1e-4).begin();
    while (sending.sent().requests() == 0) {
      assertThat(sending.awaitEnd(Duration.ofMillis(10))).isFalse();
    }

    sending.close();

    assertThat(sending.awaitEnd(Duration.ofSeconds(10))).isTrue();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (answeredAtOnce.getAndDecrement() <= 0) answers.join();
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private Load load(int concurrency, Duration time, int requests, double rate) {
    URI base = URI.create("http://127.0.0.1:" + endpoint.getAddress().getPort());
    Upstream upstream =
        new Upstream(base, "eu-west-1", () -> new Upstream.Keys("AKIDEXAMPLE", "secret", null));
    SignedRequests requestsTo =
        new SignedRequests(new SigV4("sagemaker"), WallClock.system(), upstream, "fraud");
    Payload payload = new Payload("application/json", new byte[0], Sha256.hex(""));
    return new Load(requestsTo, List.of(payload), concurrency, time, requests, rate);
  }
}
