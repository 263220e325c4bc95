package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.base.StartRefused;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.unit.DataSize;

class RequireUnitsTests {

  private final ApplicationContextRunner start =
      new ApplicationContextRunner().withUserConfiguration(App.class, RequireUnits.class);

  @ParameterizedTest
  @CsvSource({
    "slipway.thing.max-wait=10, slipway.thing.max-wait (SLIPWAY_THING_MAX_WAIT), 10s",
    "slipway.thing.inner.max-size=25, slipway.thing.inner.max-size (SLIPWAY_THING_INNER_MAX_SIZE),"
        + " 25MB",
    "slipway.thing.all.one=0, slipway.thing.all.one (SLIPWAY_THING_ALL_ONE), 10s",
  })
  void aTimeOrASizeWithoutAUnitIsRefusedByName(String setting, String name, String like) {
    start
        .withPropertyValues(setting)
        .run(context -> {
          assertThat(context).hasFailed();
          Throwable failure = Objects.requireNonNull(context.getStartupFailure());
          StartRefused refused = refusal(failure);
          assertThat(refused.reason()).startsWith(name);
          assertThat(refused.remedy()).contains(like);
          assertThat(new StartRefusedAnalyzer().analyze(failure))
              .extracting("description")
              .isEqualTo(refused.reason());
        });
  }

  @Test
  void soIsOneFromTheEnvironment() {
    start
        .withInitializer(context ->
            context
                .getEnvironment()
                .getPropertySources()
                .addFirst(
                    new SystemEnvironmentPropertySource(
                        "systemEnvironment", Map.of("SLIPWAY_THING_MAX_WAIT", "10"))))
        .run(context ->
            assertThat(refusal(context.getStartupFailure()).reason())
                .contains("SLIPWAY_THING_MAX_WAIT", "\"10\""));
  }

  @Test
  void soIsOneThatIsTakenFromAnotherSetting() {
    start
        .withPropertyValues("wait=10", "slipway.thing.max-wait=${wait}")
        .run(context ->
            assertThat(refusal(context.getStartupFailure()).reason())
                .contains("slipway.thing.max-wait", "\"10\""));
    start
        .withPropertyValues("wait=10", "slipway.thing.max-wait=${wait}s")
        .run(context -> assertThat(context).hasNotFailed());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "slipway.thing.max-wait=10s",
        "slipway.thing.max-wait=PT10S",
        "slipway.thing.inner.max-size=25MB",
        "slipway.thing.count=25",
        "unrelated=1",
      })
  void whatHasAUnitOrNeedsNoneIsTaken(String setting) {
    start.withPropertyValues(setting).run(context -> assertThat(context).hasNotFailed());
  }

  private static StartRefused refusal(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StartRefused refused) return refused;
    }
    throw new AssertionError("the start was not refused", failure);
  }

  /** Settings of every shape. */
  static final class Thing {

    private final Map<String, Duration> all = new HashMap<>();
    private final Inner inner = new Inner();

    public void setMaxWait(Duration maxWait) {
      assertThat(maxWait).isNotNull();
    }

    public void setCount(int count) {
      assertThat(count).isPositive();
    }

    public Map<String, Duration> getAll() {
      return all;
    }

    public Inner getInner() {
      return inner;
    }
  }

  /** Settings within settings. */
  static final class Inner {

    public void setMaxSize(DataSize maxSize) {
      assertThat(maxSize).isNotNull();
    }
  }

  @EnableConfigurationProperties
  static class App {

    @Bean
    @ConfigurationProperties("slipway.thing")
    Thing thing() {
      return new Thing();
    }
  }
}
