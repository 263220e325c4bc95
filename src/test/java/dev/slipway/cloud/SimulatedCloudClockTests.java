package dev.slipway.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.base.WallClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedCloudClockTests {

  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final Instant WALL = Instant.parse("2030-01-01T00:00:00Z");

  private final WallClock wall = new WallClock(InstantSource.fixed(WALL));
  private HttpServer simulator;
  private volatile int status = 200;
  private volatile Instant now = START;
  private volatile double factor = 1;
  private volatile boolean manual = true;
  private volatile int looks;

  @BeforeEach
  void start() throws IOException {
    simulator = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    simulator.createContext(
        "/_slipway/clock",
        exchange -> {
          looks++;
          byte[] body =
              """
              {"now":"%s","factor":%s,"manual":%s,"wall":"2026-01-01T00:00:00Z"}
              """
                  .formatted(now, factor, manual)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    simulator.start();
  }

  @AfterEach
  void stop() {
    simulator.stop(0);
  }

  @Test
  void itTellsTheSimulatorsTime() {
    try (SimulatedCloudClock clock = clock()) {
      assertThat(clock.now()).isEqualTo(START);
    }
  }

  @Test
  void itRunsAtTheSimulatorsPaceBetweenTwoLooks() {
    manual = false;
    factor = 3600;
    try (SimulatedCloudClock clock = clock()) {
      await().until(() -> clock.now().isAfter(START.plusSeconds(60)));
      assertThat(clock.now().getNano() % 1000).isZero();
    }
  }

  @Test
  void itFollowsAJumpAndNeverRunsBackwards() {
    try (SimulatedCloudClock clock = clock()) {
      assertThat(clock.now()).isEqualTo(START);
      now = START.plusSeconds(900);
      await().until(() -> clock.now().equals(START.plusSeconds(900)));
      now = START;
      int seen = looks;
      await().until(() -> looks >= seen + 2);
      assertThat(clock.now()).isEqualTo(START.plusSeconds(900));
    }
  }

  @Test
  void itTurnsCloudTimeIntoWallTime() {
    manual = false;
    factor = 60;
    try (SimulatedCloudClock clock = clock()) {
      assertThat(clock.now()).isAfterOrEqualTo(START);
      long asked = System.nanoTime();
      Instant due = clock.now().plusSeconds(600);
      Instant told = clock.wallTimeOf(due);
      Duration passed = Duration.ofNanos(System.nanoTime() - asked);
      assertThat(told)
          .isBetween(WALL.plusSeconds(10).minus(passed).minusMillis(1), WALL.plusSeconds(10));
      assertThat(clock.wallTimeOf(START.minusSeconds(5))).isEqualTo(WALL);
      assertThat(clock.wallTimeOf(Instant.MAX)).isAfter(WALL.plus(Duration.ofDays(30_000)));
    }
  }

  @Test
  void aClockMovedByHandIsLookedAtAgainSoon() {
    try (SimulatedCloudClock clock = clock()) {
      assertThat(clock.wallTimeOf(START.plusSeconds(600))).isEqualTo(WALL.plusSeconds(1));
    }
  }

  @Test
  void itWaitsForTheFirstLookAndThenNeverFails() {
    status = 503;
    try (SimulatedCloudClock clock = clock()) {
      await().until(() -> looks >= 3);
      status = 200;
      assertThat(clock.now()).isEqualTo(START);
      status = 503;
      int seen = looks;
      await().until(() -> looks >= seen + 2);
      simulator.stop(0);
      assertThat(clock.now()).isEqualTo(START);
    }
  }

  @Test
  void aSimulatorThatNeverAnswersIsAFailureThatPasses() {
    status = 503;
    try (SimulatedCloudClock clock =
        new SimulatedCloudClock(address(), wall, Duration.ofMillis(300))) {
      assertThatThrownBy(clock::now)
          .isInstanceOfSatisfying(
              CloudFailure.class, failure -> assertThat(failure.passing()).isTrue());
    }
  }

  private SimulatedCloudClock clock() {
    return new SimulatedCloudClock(address(), wall);
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + simulator.getAddress().getPort() + "/");
  }
}
