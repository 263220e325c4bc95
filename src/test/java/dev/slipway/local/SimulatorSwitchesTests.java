package dev.slipway.local;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.Failure;
import dev.slipway.base.WallClock;
import dev.slipway.cloud.CloudClock;
import dev.slipway.testing.GuardedDirectory;
import dev.slipway.testing.TestCloudClock;
import java.time.Instant;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class SimulatorSwitchesTests {

  private static final CloudClock CLOCK = TestCloudClock.at(Instant.parse("2026-01-31T12:00:00Z"));

  private static GuardedDirectory guarded;
  private static SimulatedCloud cloud;
  private static SimulatorController switches;

  @BeforeAll
  static void start() {
    guarded = GuardedDirectory.create();
    cloud =
        SimulatedCloud.start(
            Settings.from(new MockEnvironment()), guarded.path().resolve("simulator"), 0);
    switches =
        new SimulatorController(
            CLOCK,
            WallClock.system(),
            new MockEnvironment()
                .withProperty("slipway.cloud", "simulator")
                .withProperty("slipway.simulator.url", cloud.uri().toString()));
  }

  @AfterAll
  static void close() {
    switches.destroy();
    cloud.close();
    guarded.close();
  }

  @Test
  void whatIsSwitchedOnIsToldUntilItIsSwitchedOff() {
    switches.put("one", new Switches.Wanted("one-r2", 0.5, 200, true, null));
    assertThat(of("one")).isEqualTo(new Switches("one", "one-r2", 0.5, 200, true, 0, 0, 0));

    switches.put("one", wanted(1.0, null));
    assertThat(of("one")).isEqualTo(new Switches("one", null, 1, 0, false, 0, 0, 0));

    switches.put("one", wanted(null, null));
    assertThat(of("one")).isNull();
  }

  @Test
  void oneEndpointsSwitchesAreNotAnothers() {
    switches.put("two", wanted(1.0, null));
    switches.put("three", wanted(0.25, null));
    switches.put("two", wanted(null, null));

    assertThat(of("three")).extracting(Switches::errorShare).isEqualTo(0.25);
  }

  @Test
  void predictionsAreDrivenAndCountedUntilTheyAreSwitchedOff() {
    switches.put("nobody", wanted(null, 50));
    Awaitility.await()
        .untilAsserted(() ->
            assertThat(of("nobody"))
                .extracting(Switches::failed, as(InstanceOfAssertFactories.LONG))
                .isGreaterThan(5));
    assertThat(of("nobody")).extracting(Switches::requestsPerSecond).isEqualTo(50);

    switches.put("nobody", wanted(null, 0));
    assertThat(of("nobody")).isNull();
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> switches.put("one", wanted(1.5, null)))
        .isInstanceOf(Failure.Invalid.class)
        .hasMessageContaining("error_share");
    assertThatThrownBy(() -> switches.put("one", wanted(null, 1000)))
        .isInstanceOf(Failure.Invalid.class)
        .hasMessageContaining("requests_per_second");
    assertThatThrownBy(() -> switches.put("not a name", wanted(null, 1)))
        .isInstanceOf(Failure.NotFound.class);
  }

  @Test
  void theSimulatorsTimeAndPaceAreTold() {
    assertThat(switches.get().running()).isTrue();
    assertThat(switches.get().now()).isEqualTo(CLOCK.now());
    assertThat(switches.get().speed()).isEqualTo(20);
  }

  @Test
  void withAwsThereAreNoSwitches() {
    var aws =
        new SimulatorController(
            CLOCK, WallClock.system(), new MockEnvironment().withProperty("slipway.cloud", "aws"));

    assertThat(aws.get().running()).isFalse();
    assertThatThrownBy(() -> aws.put("one", wanted(1.0, null)))
        .isInstanceOf(Failure.NotFound.class)
        .hasMessageContaining("AWS");
  }

  private static Switches.Wanted wanted(@Nullable Double errorShare, @Nullable Integer perSecond) {
    return new Switches.Wanted(null, errorShare, null, null, perSecond);
  }

  private static @Nullable Switches of(String endpoint) {
    return switches.get().switches().stream()
        .filter(one -> one.endpoint().equals(endpoint))
        .findFirst()
        .orElse(null);
  }
}
