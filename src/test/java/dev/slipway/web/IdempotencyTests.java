package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.base.Failure;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdempotencyTests {

  private static final String A = "{\"name\": \"a\"}";
  private static final String B = "{\"name\": \"b\"}";

  @AutoClose private final WebServer server = WebServer.start();

  @BeforeEach
  void empty() {
    server.things().made.set(0);
    server.things().next = null;
    jdbc().sql("delete from idempotency").update();
  }

  @Test
  void theSameRequestGetsTheFirstAnswerAgain() {
    HttpResponse<String> first = post(A, "k");
    HttpResponse<String> second = post(A, "k");

    assertThat(second.statusCode()).isEqualTo(202);
    assertThat(second.body()).isEqualTo(first.body());
    for (String header : new String[] {"Location", "Retry-After", "Content-Type"}) {
      assertThat(second.headers().firstValue(header))
          .isPresent()
          .isEqualTo(first.headers().firstValue(header));
    }
    assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
    assertThat(second.headers().firstValue("Idempotent-Replayed")).contains("true");
    assertThat(server.things().made).hasValue(1);
  }

  @Test
  void anotherBodyUnderTheSameKeyIsRefused() {
    post(A, "k");

    HttpResponse<String> other = post(B, "k");

    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(WebServer.json(other).get("code").asString()).isEqualTo("idempotency-key-reused");
  }

  @Test
  void aKeyBelongsToItsCaller() {
    post(A, "k", "X-Caller", "ann");
    post(B, "k", "X-Caller", "bob");

    assertThat(server.things().made).hasValue(2);
  }

  @Test
  void withoutAKeyOrInADryRunNothingIsRemembered() {
    server.post("/v1/things", A);
    server.post("/v1/things", A);
    server.post("/v1/things?dry_run=true", A, "Idempotency-Key", "k");
    server.post("/v1/things?dry_run=true", A, "Idempotency-Key", "k");

    assertThat(server.things().made).hasValue(4);
    assertThat(rows()).isZero();
  }

  @Test
  void aKeyThatIsNoKeyIsRefused() {
    assertThat(post(A, "two words").statusCode()).isEqualTo(400);
  }

  @Test
  void theSecondOfTwoAtOnceIsToldToAskAgain() throws InterruptedException {
    var latch = new CountDownLatch(1);
    server.things().hold = latch;
    CompletableFuture<HttpResponse<String>> first =
        CompletableFuture.supplyAsync(() -> post(A, "k"), Thread::startVirtualThread);
    Awaitility.await().until(() -> server.things().made.get() == 1);

    HttpResponse<String> second = post(A, "k");
    server.things().hold = null;
    latch.countDown();

    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(WebServer.json(second).get("retryable").asBoolean()).isTrue();
    assertThat(first.join().statusCode()).isEqualTo(202);
    assertThat(post(A, "k").headers().firstValue("Idempotent-Replayed")).contains("true");
  }

  @Test
  void aFailedAttemptFreesItsKeyAndARefusedOneKeepsIt() {
    server.things().next = new IllegalStateException("crash");
    assertThat(post(A, "k").statusCode()).isEqualTo(500);
    server.things().next = new Failure.Conflict("deployment-active", "wait");
    assertThat(post(A, "k").statusCode()).isEqualTo(409);
    server.things().next = new Failure.Refused("refused", "never");
    assertThat(post(A, "k").statusCode()).isEqualTo(422);
    server.things().next = null;

    HttpResponse<String> replayed = post(A, "k");

    assertThat(replayed.statusCode()).isEqualTo(422);
    assertThat(replayed.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(server.things().made).hasValue(3);
  }

  @Test
  void aKeyLeftByADeadProcessIsTakenOverWhenItsLeaseHasRunOut() {
    post(A, "k");
    jdbc().sql("update idempotency set status = null, headers = null, body = null").update();

    assertThat(post(A, "k").statusCode()).isEqualTo(409);
    server.time().pass(IdempotencyKeys.LEASE.plusSeconds(1));

    assertThat(post(B, "k").statusCode()).isEqualTo(422);
    assertThat(post(A, "k").statusCode()).isEqualTo(202);
    assertThat(server.things().made).hasValue(2);
  }

  @Test
  void aKeyIsForgottenAfterADay() {
    post(A, "k");
    server.time().pass(Duration.ofHours(25));

    post(B, "other");

    assertThat(rows()).isEqualTo(1);
    assertThat(post(B, "k").statusCode()).isEqualTo(202);
  }

  private HttpResponse<String> post(String body, String key, String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 0, headers.length);
    all[headers.length] = "Idempotency-Key";
    all[headers.length + 1] = key;
    return server.post("/v1/things", body, all);
  }

  private long rows() {
    return jdbc().sql("select count(*) from idempotency").query(Long.class).single();
  }

  private JdbcClient jdbc() {
    return server.bean(JdbcClient.class);
  }
}
